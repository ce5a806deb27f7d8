"""Long work beside the panel: it says how far it is, can be stopped, and throws nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import ipywidgets as w
from IPython import get_ipython

from tracekit.render import EMPTY, alert, progress, status, visible
from tracekit.render.panel import Panel
from tracekit.widgets.parts import button, in_words, row

Found = TypeVar("Found")
Tick = Callable[[str, int, int], object]
_OFTEN = 0.2  # seconds between two messages; more would only flicker
_STOPPED = "Stopped. What was done so far was thrown away; the panel shows what it showed before."
_BUSY = "Something else is still being worked at: wait for it, or press Stop first."


class Stopped(Exception):
    """Somebody pressed Stop."""


@dataclass
class _Job:
    words: str
    otherwise: Callable[[], object]
    stopped: bool = False
    told: float = 0.0


class Work(w.VBox):
    """A place for long work; `value` says what is being done, and is empty at rest.

    Where a kernel runs, the work is done beside it, so that Stop and everything else can be pressed
    meanwhile; elsewhere it is done at once.

    >>> place = Work()
    >>> place.do("Counting", lambda tick: sum(range(4)), lambda found: print(found))
    6
    """

    def __init__(self):
        self._job: _Job | None = None
        self._said = Panel()
        self._stop = button(
            "Stop", "Stop this work; what was done so far is thrown away", self.stop
        )
        self._stop.layout.display = "none"
        super().__init__([self._said, row(self._stop)])

    @property
    def value(self) -> str:
        """What is being done; empty at rest."""
        return self._job.words if self._job else ""

    def do(
        self,
        words: str,
        work: Callable[[Tick], Found],
        then: Callable[[Found], object],
        otherwise: Callable[[], object] = lambda: None,
        anew: bool = False,
    ) -> None:
        """Do the work, hand `then` what it found; errors are told here, in plain words.

        `work` gets a function to call now and then with a name, and how much of how much is done.
        `otherwise` is called where nothing comes of it: an error, or Stop. `anew`: what is being
        worked at here has had its day, and is dropped.
        """
        if self._job and anew:
            self._job.stopped, self._job = True, None
        if self._job:
            self._said.show(alert(_BUSY, "Not yet"))
            otherwise()
            return
        job = self._job = _Job(words, otherwise)
        self._said.show(status(f"{words} ..."))
        loop = _loop()
        if loop is None:
            self._end(job, *_result(work, lambda *told: self._tick(job, *told)), then)
            return
        self._stop.layout.display = None

        def beside() -> None:
            def tick(*told) -> None:
                _check(job)
                loop.add_callback(self._tick, job, *told)

            result = _result(work, tick)
            loop.add_callback(self._end, job, *result, then)

        threading.Thread(target=beside, daemon=True, name="tracekit-work").start()

    def stop(self) -> None:
        """Stop at the next step; what was done so far is thrown away."""
        job = self._job
        if job:
            job.stopped = True
            self._rest()
            self._said.show(status(_STOPPED))
            job.otherwise()

    def _rest(self) -> None:
        self._job = None
        self._stop.layout.display = "none"

    def _tick(self, job: _Job, name: str, done: int, total: int) -> None:
        now = time.monotonic()
        if job is self._job and now - job.told > _OFTEN:
            job.told = now
            words = f"{job.words} {visible(name, 80)} ..."
            self._said.show(progress(words, done / total if total else None))

    def _end(self, job: _Job, found: Found, error: Exception | None, then: Callable) -> None:
        if job is not self._job:
            return  # stopped: nobody waits for this any more
        self._rest()
        self._said.show(EMPTY)
        if error is None:
            try:
                then(found)
            except Exception as later:
                error = later
        if error is not None:
            self._said.show(in_words(error))
            job.otherwise()


def _check(job: _Job) -> None:
    if job.stopped:
        raise Stopped


def _result(work: Callable[[Tick], Found], tick: Tick) -> tuple[Found | None, Exception | None]:
    try:
        return work(tick), None
    except Exception as error:
        return None, error


def _loop() -> object | None:
    """The loop of the kernel that this runs in; None where there is none."""
    return getattr(getattr(get_ipython(), "kernel", None), "io_loop", None)
