"""How far a long work has come, in one line of a terminal."""

from types import TracebackType
from typing import Self, TextIO

_WIDTH = 40
_CLEAR = "\r\x1b[K"


class Bar:
    """A bar that is drawn over itself and gone at the end. On anything but a terminal nothing is drawn."""

    def __init__(self, stream: TextIO | None) -> None:
        """Draw on *stream*; None is a stream that was closed at the start."""
        self._stream = stream if stream and stream.isatty() else None
        self._drawn = ""

    def __enter__(self) -> Self:
        """Nothing is drawn yet."""
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Clear the line."""
        if self._drawn:
            self._draw("")

    def show(self, stage: str, done: int, total: int | None) -> None:
        """*done* of *total* of a *stage*; without a total, how much is done."""
        if self._stream is None:
            return
        if not total:
            self._draw(f"{stage}: {done:,}")
            return
        share = min(done / total, 1)
        full = int(share * _WIDTH)
        self._draw(f"[{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%} {stage}")

    def _draw(self, line: str) -> None:
        if self._stream and line != self._drawn:
            self._stream.write(_CLEAR + line)
            self._stream.flush()
            self._drawn = line
