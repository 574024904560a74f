"""A lock file of our own beside the store: one program at a time writes to it or folds its log back.

SQLite before 3.51.3 can damage a store when one program commits while another resets the write-ahead log.
Holding this lock around every write and checkpoint makes that impossible. It is held for milliseconds, is let
go of by the system when a program dies, and is taken whatever the SQLite here, since the other program may
bring an older one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.records import CannotOpen, CannotWrite
from simulator.records.place import make_private_file

_PAUSE = 0.002  # seconds between two tries


class FileLock:
    """An exclusive lock on a file, between programs and between stores of one program.

    Not for two threads at once: a store takes it in its own thread only. Taking it again while it is held, in
    the same store, is fine.
    """

    def __init__(self, file: Path, patience: float) -> None:
        """Open the lock file.

        Args:
            file: made 0600 if it is not there; never removed, since another may hold it.
            patience: seconds to wait for another program.

        Raises:
            CannotOpen: the file cannot be made.
        """
        make_private_file(file)
        try:
            self._descriptor = os.open(file, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
        except OSError as error:
            raise CannotOpen(f"The lock file {file} cannot be opened ({error.strerror}).") from error
        self._patience = patience
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock. Raises CannotWrite when another program does not let go of it in time."""
        if self._depth == 0:
            self._take()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                _unlock(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def _take(self) -> None:
        until = time.monotonic() + self._patience
        while not _try_lock(self._descriptor):
            if time.monotonic() >= until:
                raise CannotWrite(
                    "Another program has been using the records for too long; nothing was kept, try again."
                )
            time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        # flock, not lockf: it also keeps two stores of one process apart.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise CannotWrite(
                f"The records' folder cannot lock files ({error.strerror}); keep them on a disk of this computer."
            ) from error
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
