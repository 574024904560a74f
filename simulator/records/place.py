"""Where things are kept: the data folder, and files in it that nobody else may read.

``SIMULATOR_DATA`` names another folder than the system's own for a user's data. The folder is made 0700 and
files in it 0600, whatever the umask; on Windows the user's profile does that already.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from simulator.records import CannotOpen

FOLDER_VARIABLE = "SIMULATOR_DATA"
STORE_FILE = "records.sqlite3"
PREFERENCES_FILE = "preferences.json"
CRASHES = "crashes"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder that records and preferences live in; it need not exist yet.

    Args:
        environment: where ``SIMULATOR_DATA`` is looked up; the process's own if not given.
    """
    named = (os.environ if environment is None else environment).get(FOLDER_VARIABLE, "")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("supervision-simulator", appauthor=False)


def make_private_folder(folder: Path) -> None:
    """Make a folder, and its parents, that only this user may enter.

    A folder that already holds other things keeps its permissions: it is not ours to close.

    Raises:
        CannotOpen: it cannot be made, or something else stands in its place.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if os.name != "nt" and _is_ours(folder):
            folder.chmod(PRIVATE_FOLDER)
    except (FileExistsError, NotADirectoryError):
        raise CannotOpen(f"Nothing can be kept in {folder}, which is not a folder; name another one.") from None
    except ValueError:
        raise CannotOpen("The folder for the records has a name that no folder can have; name another.") from None
    except OSError as error:
        raise CannotOpen(_sentence(folder, error)) from error


def make_private_file(file: Path) -> None:
    """Make an empty file that only this user may read, or close an existing one to others. Raises CannotOpen."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE)
        try:
            close_to_others(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise CannotOpen(_sentence(file, error)) from error


def close_to_others(descriptor: int) -> None:
    """Give an open file of one's own the mode 0600; one that another user owns stays as it is."""
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) != PRIVATE_FILE:
        with contextlib.suppress(PermissionError):
            os.fchmod(descriptor, PRIVATE_FILE)


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder is this user's and holds nothing but what this program puts there."""
    if sys.platform == "win32" or folder.stat().st_uid != os.geteuid():
        return False
    return all(name.startswith((STORE_FILE, PREFERENCES_FILE, CRASHES)) for name in os.listdir(folder))


def _sentence(place: Path, error: OSError) -> str:
    why = error.strerror or type(error).__name__
    return f"Nothing can be kept in {place} ({why}); mend that, or name another folder in {FOLDER_VARIABLE}."
