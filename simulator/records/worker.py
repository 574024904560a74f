"""One thread that does the store's work in order, so that no face ever waits on a disk."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from simulator.records import RecordsError

Result = TypeVar("Result")
_Job = tuple[Callable[[], Any], Callable[[Any, BaseException | None], None]]


class Worker:
    """A thread with a queue. Work that was handed over is done even if whoever waits for it gives up."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.RLock()  # a store may be let go of by the garbage collector, at any moment
        self._open = True
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do something in the thread and return what it returns, or raise what it raises."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Result] = loop.create_future()

        def settle(result: Any, error: BaseException | None) -> None:
            if outcome.done():  # nobody waits any more
                return
            if error is None:
                outcome.set_result(result)
            else:
                outcome.set_exception(error)

        def report(result: Any, error: BaseException | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended; the work is done all the same
                loop.call_soon_threadsafe(settle, result, error)

        self._hand_over((work, report))
        return await outcome

    def run_and_wait(self, work: Callable[[], Result]) -> Result:
        """Do something in the thread while the calling thread waits."""
        outcome: Future[Result] = Future()

        def report(result: Any, error: BaseException | None) -> None:
            if error is None:
                outcome.set_result(result)
            else:
                outcome.set_exception(error)

        self._hand_over((work, report))
        return outcome.result()

    def stop(self) -> None:
        """Take no more work; what was handed over is still done. Returns at once."""
        with self._lock:
            if self._open:
                self._open = False
                self._jobs.put(None)

    def finish(self, work: Callable[[], object], patience: float) -> None:
        """Do one last thing, without telling how it went, and wait for it, unless it is the thread itself that asks.

        Args:
            work: done after everything handed over before.
            patience: seconds to wait at most.
        """
        with contextlib.suppress(RecordsError):
            self._hand_over((work, lambda result, error: None))
            self.stop()
            if threading.current_thread() is not self._thread:
                self._thread.join(patience)

    def _hand_over(self, job: _Job) -> None:
        with self._lock:
            if not self._open:
                raise RecordsError("The records have been closed.")
            self._jobs.put(job)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, report = job
            try:
                result, error = work(), None
            except BaseException as raised:  # handed to whoever waits
                result, error = None, raised
            report(result, error)
            del job, work, report, result, error  # nothing of a person's stays here while waiting
