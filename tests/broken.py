"""Files that are wrong in one place, and what is to be said of them."""

from pathlib import Path

from bot.services.curation import check

SHIPPED = Path(__file__).parents[1] / "quotes"


def assert_named(path: Path, good: str, change: tuple[str, str], near: str, word: str) -> None:
    """A check of *path*, a *good* file but for one *change*, names the line that holds *near*, and says *word* of it."""
    old, new = change
    assert good.count(old) == 1
    path.write_text(good.replace(old, new), encoding="utf-8")

    problems, _ = check([path], SHIPPED)

    problem = next((one for one in problems if word in one.problem), None)
    assert problem is not None, [str(one) for one in problems]
    assert problem.path == path
    assert near in path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
