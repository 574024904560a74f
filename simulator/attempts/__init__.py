"""Attempts: one being played and what of it is kept, and kept ones played again for scoring."""

from simulator.attempts.attempt import Attempt, Clock, new_id, utc_now
from simulator.attempts.holding import still_running, this_holder
from simulator.attempts.lines import (
    account_of,
    figures_of,
    first_choices,
    first_line,
    first_of,
    first_path,
    said_of,
)
from simulator.attempts.replaying import (
    Rescored,
    paths_for_profile,
    replay,
    rescore,
    setting_of,
    vignette_of,
)

__all__ = [
    "Attempt", "Clock", "Rescored", "account_of", "figures_of", "first_choices", "first_line", "first_of",
    "first_path", "new_id", "paths_for_profile", "replay", "rescore", "said_of", "setting_of", "still_running",
    "this_holder", "utc_now", "vignette_of",
]
