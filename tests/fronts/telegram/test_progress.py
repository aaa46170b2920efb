"""How far a long work has come: when that is said, how often, and where."""

import asyncio
from itertools import pairwise

import pytest

from bot.errors import InDoubt, TryLater
from bot.fronts.telegram import progress as module
from bot.fronts.telegram.progress import Place, Progress
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply
from bot.services.importing import Stage
from bot.services.upkeep_answers import FileProgress
from bot.text.language import Language

FIRST, EVERY = 0.05, 0.1


class Written(Place):
    """A place that remembers what stood in it, and when."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.stood: list[tuple[float, str]] = []
        self._fails = fails

    async def put(self, reply: Reply) -> int:
        self.stood.append((asyncio.get_running_loop().time(), reply.text))
        if self._fails:
            raise self._fails
        return 7


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience of a test's measure."""
    monkeypatch.setattr(module, "_FIRST_SECONDS", FIRST)
    monkeypatch.setattr(module, "_EVERY_SECONDS", EVERY)


def come(done: int) -> FileProgress:
    return FileProgress(Language.EN, "many.jsonl", Stage.WRITING, done, 100)


async def test_of_what_is_done_soon_nothing_is_shown(renderer: Renderer) -> None:
    place = Written()

    async with Progress(place, renderer) as progress:
        progress.see(come(1))
        await asyncio.sleep(0)
    await asyncio.sleep(2 * FIRST)

    assert (place.stood, progress.shown) == ([], False)


@pytest.mark.parametrize("fails", [None, TryLater(1), InDoubt("no answer in time")])
async def test_of_what_goes_on_the_latest_is_shown_now_and_then(renderer: Renderer, fails: Exception | None) -> None:
    """Whatever becomes of it: the answer is yet to come."""
    place = Written(fails)
    begun: list[str] = []

    async def before() -> None:
        begun.append("once")

    async with Progress(place, renderer, before) as progress:
        for done in range(40):
            await asyncio.to_thread(progress.see, come(done))
            await asyncio.sleep(0.01)

    times = [at for at, _ in place.stood]
    assert 1 < len(times) < 1 + 40 * 0.05 / EVERY
    assert all(later - earlier >= EVERY * 0.9 for earlier, later in pairwise(times))
    assert (progress.shown, begun) == (True, ["once"])


async def test_what_stands_still_is_not_written_again(renderer: Renderer) -> None:
    place = Written()

    async with Progress(place, renderer) as progress:
        progress.see(come(1))
        await asyncio.sleep(FIRST + 3 * EVERY)

    assert len(place.stood) == 1
