"""A fault of the program itself, put in a sentence: its kind and place, nothing that people wrote."""

from __future__ import annotations


def crash_sentence(fault: BaseException) -> str:
    """Keep the kind and places of a fault in a file and return the sentence that says so."""
    from simulator.records import CannotOpen
    from simulator.records.place import data_folder
    from simulator.screens.crash import Crash

    try:
        folder = data_folder()
    except (CannotOpen, OSError, RuntimeError):
        folder = None
    file = Crash.of(fault).write(folder)
    where = f" Where it happened is written in {file}, without anything you typed." if file else ""
    return (
        f"Something went wrong in the program itself ({type(fault).__name__}). What was kept before is safe.{where} "
        "Start again to go on; if it happens again, send that file to whoever looks after the program."
    )
