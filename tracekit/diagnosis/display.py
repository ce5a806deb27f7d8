"""How what was found shows itself: in words where it is printed, as a page where a cell ends."""

from __future__ import annotations


class Shown:
    """What a notebook shows by itself when it stands alone in a cell."""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from tracekit.render.shown import shown

        return shown(self)._repr_mimebundle_()


class Told(Shown):
    """The same, printed as its how() tells it."""

    def __str__(self) -> str:
        return self.how()
