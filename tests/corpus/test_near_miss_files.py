"""Files of near misses: what is read of them, and what is said of one that is wrong."""

from pathlib import Path

import pytest
from broken import assert_named

from bot.corpus.quote import NearMiss
from bot.corpus.reader import Corpus, read_names
from bot.services.curation import check
from bot.text.language import Language

QUOTES = Path(__file__).parents[2] / "quotes"
GOOD = """\
# What nothing answers.

[[near_miss]]
id = "address"

[near_miss.asks]
en = [
  "on which street is it",
  "the nearest station",
]
ru = ["на какой это улице"]

[[near_miss]]
id = "fees"
asks = { zh = ["学费多少"] }
"""
# What is put in place of what, the line that must be named, and a word of what is said of it.
BROKEN = {
    "no asks": ('asks = { zh = ["学费多少"] }\n', "", 'id = "fees"', "asks"),
    "asks that are no list": ('zh = ["学费多少"]', 'zh = "学费多少"', "asks =", "array"),
    "an ask that is empty": ('"the nearest station"', '""', "[[near_miss]]", "length"),
    "an unknown language": ("ru = [", "fr = [", "[[near_miss]]", "fr"),
    "an unknown field": ('id = "fees"', 'id = "fees"\nanswer = "none"', 'id = "fees"', "answer"),
    "an id twice": ('id = "fees"', 'id = "address"', 'id = "address"', "is taken by near-misses.toml:3"),
    "an id that is none": ('id = "fees"', 'id = "Fees!"', 'id = "Fees!"', "Fees!"),
    "Latin letters in a Russian ask": ("на какой это улице", "на какoй это улице", "на какoй это улице", "mixes"),
    "doubled spaces": ("the nearest station", "the  nearest station", "the  nearest station", "doubled"),
}


@pytest.mark.parametrize(("old", "new", "near", "word"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, near: str, word: str) -> None:
    assert_named(tmp_path / "near-misses.toml", GOOD, (old, new), near, word)


def test_what_a_quote_is_asked_with_is_no_near_miss(tmp_path: Path, corpus: Corpus) -> None:
    asked = next(quote for quote in corpus.quotes if quote.id == "luban-workshops").asks[Language.EN][0]
    path = tmp_path / "near-misses.toml"
    path.write_text(GOOD.replace("the nearest station", f"{asked.upper()}!"), encoding="utf-8")

    problems, _ = check([path, QUOTES / "article.toml"], QUOTES)

    assert [(one.path, one.line) for one in problems] == [(path, 9)]
    assert "luban-workshops" in problems[0].problem


def test_they_are_read_at_each_start_without_the_quotes(tmp_path: Path) -> None:
    (tmp_path / "other-name.toml").write_text(GOOD, encoding="utf-8")

    found = read_names(tmp_path)

    assert found.quotes == ()
    assert found.near_misses[1] == NearMiss("fees", {Language.ZH: ("学费多少",)})
    assert [near_miss.id for near_miss in found.near_misses] == ["address", "fees"]


def test_there_are_near_misses_enough_in_each_language(corpus: Corpus) -> None:
    for language in Language:
        assert sum(len(near_miss.asks.get(language, ())) for near_miss in corpus.near_misses) >= 400
