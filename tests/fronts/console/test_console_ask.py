"""Questions answered line by line, for people in a hurry and for programs."""

import asyncio
import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from conftest import conversing, searched
from stores import put_sqlite

from bot.corpus.reader import Corpus
from bot.fronts.console.ask import answer_lines, json_lines
from bot.rendering.messages import Renderer
from bot.services.answering import Answering
from bot.services.answers import HelpText, Nothing
from bot.services.conversation import Conversation
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.text.language import Language

QUESTIONS = ["百花齐放", "товарооборот Китая и Казахстана", "", "cheap used snowmobile zxqv", "Тоқаев қандай қытай мақалын айтты"]


@contextmanager
def asking(url: str, corpus: Corpus, clock: Callable[[], datetime.datetime]) -> Iterator[tuple[asyncio.Runner, Conversation]]:
    """A conversation between the runs of a loop, as the command line has it."""
    with asyncio.Runner() as runner:
        opened = conversing(url, corpus, clock)
        conversation = runner.run(opened.__aenter__())
        try:
            yield runner, conversation
        finally:
            runner.run(opened.__aexit__(None, None, None))


def test_each_line_is_answered_in_its_order_and_its_language(
    sqlite_url: str, corpus: Corpus, renderer: Renderer, clock: Callable[[], datetime.datetime]
) -> None:
    with asking(sqlite_url, corpus, clock) as (runner, conversation):
        chinese, russian, _, nothing, kazakh = answer_lines(QUESTIONS, runner, conversation, renderer, None, "en")

    assert "一花独放不是春" in chinese
    assert "43,82 миллиарда долларов США" in russian
    assert nothing == renderer.render(Nothing(Language.EN)).text
    assert "Жалғыз тал гүл ашылса" in kazakh
    # Nobody can press a button here.
    assert "[1]" not in chinese


@pytest.mark.parametrize("language", Language)
def test_the_wanted_language_wins_over_the_one_that_is_typed(
    sqlite_url: str, corpus: Corpus, renderer: Renderer, clock: Callable[[], datetime.datetime], language: Language
) -> None:
    with asking(sqlite_url, corpus, clock) as (runner, conversation):
        found, helped = answer_lines(["百花齐放", "/help"], runner, conversation, renderer, language, "en")

    assert renderer.catalogues[language].partial_date("2025-09-02") in found
    assert helped == renderer.render(HelpText(language)).text


@pytest.fixture
async def answering(sqlite_url: str, corpus: Corpus) -> Answering:
    await put_sqlite(sqlite_url, corpus)
    async with Database(sqlite_url) as database:
        return await searched(QuoteStore(database), corpus)


async def test_json_tells_query_outcome_language_and_hits_best_first_in_order(answering: Answering, corpus: Corpus) -> None:
    ids = {quote.id for quote in corpus.quotes}
    kinds = {"proverb", "quote", "fact"}

    rows = [json.loads(line) for line in json_lines(QUESTIONS, answering, 5, None)]

    assert [row["query"] for row in rows] == QUESTIONS
    assert [row["outcome"] for row in rows] == ["answer", "answer", "nothing", "nothing", "answer"]
    assert [row["language"] for row in rows] == ["zh", "ru", "en", "en", "kk"]
    for row in rows:
        assert list(row) == ["query", "outcome", "language", "hits"]
        scores = [hit["score"] for hit in row["hits"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= score <= 1.0 for score in scores)
        assert len(row["hits"]) <= 5
        assert all(hit["id"] in ids and hit["kind"] in kinds and hit["language"] in set(Language) for hit in row["hits"])


async def test_json_tells_hits_although_the_outcome_is_nothing(answering: Answering) -> None:
    (line,) = json_lines(["where can I buy a cheap used snowmobile in Norway"], answering, 3, None)

    row = json.loads(line)
    assert row["outcome"] == "nothing"
    assert 1 <= len(row["hits"]) <= 3


async def test_json_is_one_line_whatever_is_asked(answering: Answering) -> None:
    hostile = ["\x00", "\u2028\u2029", '"\\', "😀" * 3000, "\x1b[31m", "a\tb"]

    lines = list(json_lines(hostile, answering, 1, Language.KK))

    assert [json.loads(line)["query"] for line in lines] == hostile
    assert all("\n" not in line for line in lines)
    assert {json.loads(line)["language"] for line in lines} == {"kk"}


async def test_json_has_as_many_hits_as_were_asked_for(answering: Answering) -> None:
    counts = [len(json.loads(next(json_lines(["знание и сила"], answering, top, None)))["hits"]) for top in (1, 3, 10)]

    assert counts == [1, 3, 10]
