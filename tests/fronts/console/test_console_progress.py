"""The bar of a long work: one line of a terminal, and nothing anywhere else."""

import io

import pytest

from bot.fronts.console.progress import Bar


class Terminal(io.StringIO):
    """A terminal that keeps all it is sent."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "line"),
    [
        (0, 8, f"[{'.' * 40}]   0% writing"),
        (2, 8, f"[{'#' * 10}{'.' * 30}]  25% writing"),
        (9, 8, f"[{'#' * 40}] 100% writing"),
        (12_000, None, "writing: 12,000"),
        (0, 0, "writing: 0"),
    ],
)
def test_what_is_done_is_drawn_over_what_was_and_gone_at_the_end(done: int, total: int | None, line: str) -> None:
    terminal = Terminal()

    with Bar(terminal) as bar:
        bar.show("writing", done, total)
        bar.show("writing", done, total)
        assert terminal.getvalue() == f"\r\x1b[K{line}"

    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("stream", [io.StringIO(), None], ids=["a pipe", "closed"])
def test_nothing_is_drawn_on_what_is_no_terminal(stream: io.StringIO | None) -> None:
    with Bar(stream) as bar:
        bar.show("writing", 1, 2)

    assert stream is None or stream.getvalue() == ""


def test_nothing_is_cleared_where_nothing_was_drawn() -> None:
    terminal = Terminal()

    with Bar(terminal):
        pass

    assert terminal.getvalue() == ""
