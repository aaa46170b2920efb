"""What a curator is told of the texts of a quote."""

from pathlib import Path

import msgspec
import pytest

from bot.corpus.checks import corpus_problems, quote_problems, text_problems
from bot.corpus.quote import Quote
from bot.corpus.reader import Place
from bot.text.language import Language
from bot.text.scripts import mixed_script_words

CLEAN = [
    "Бірлік болмай, тірлік болмас.",
    "«Алтын 30 жылдық» — достық",
    "В XXI веке IT-компания открыла Wi-Fi в Пекине",
    "Don’t count your chickens before they hatch.",
    "一花独放不是春，百花齐放春满园。",
    "𠮷野家",
    "Astana是什么",
    "naïve café",
    "Товарооборот составил {value}",
    "ёлка й",
]
DIRTY = {
    "Latin i in a Kazakh word": ("бiрлiк болмай", "LATIN SMALL LETTER I"),
    "Latin c in a Russian word": ("cлово не воробей", "LATIN SMALL LETTER C"),
    "Cyrillic а in an English word": ("friendshiр", "mixes"),
    "decomposed й": ("хороши\u0306й", "NFC"),
    "decomposed é": ("cafe\u0301", "NFC"),
    "compatibility ideograph": ("\uf90a", "NFC"),
    "zero-width space": ("百花\u200b齐放", "invisible"),
    "byte order mark": ("\ufeffтруд", "invisible"),
    "soft hyphen": ("посло\u00adвица", "invisible"),
    "right-to-left mark": ("труд\u200f", "invisible"),
    "tab": ("a\tb", "control"),
    "null": ("a\0b", "control"),
    "private letter": ("\ue000", "invisible"),
    "space in front": (" труд", "spaces"),
    "space behind": ("труд ", "spaces"),
    "doubled space": ("без  труда", "spaces"),
}


def record(text: str = "text", **changes: object) -> Quote:
    """A quote with *text* in its first rendering."""
    quote: dict[str, object] = {
        "id": "some",
        "kind": "fact",
        "language": "en",
        "attribution": "verified",
        "source": {"id": "daily", "title": "The Daily"},
        "topics": ["trade"],
        "renderings": [{"language": one, "type": "translation", "text": text if one == "zh" else "text"} for one in Language],
        "asks": {language: ["one", "two"] for language in Language},
    }
    return msgspec.convert(quote | changes, Quote)


def place(*lines: str) -> Place:
    """A place in a file, its header at line 10."""
    return Place(Path("some.toml"), 10, ("[[quote]]", *lines))


@pytest.mark.parametrize("text", CLEAN)
def test_nothing_is_said_of_a_clean_text(text: str) -> None:
    assert list(text_problems(text)) == []


@pytest.mark.parametrize(("text", "word"), DIRTY.values(), ids=DIRTY)
def test_what_is_wrong_with_a_text_is_said(text: str, word: str) -> None:
    problems = list(text_problems(text))

    assert len(problems) == 1
    assert word in problems[0]


def test_every_mixed_word_is_named_and_no_other() -> None:
    assert mixed_script_words("бiр жаңа Wi-Fi cлово, word слово 2x2") == ["бiр", "cлово"]


@pytest.mark.parametrize(("text", "word"), DIRTY.values(), ids=DIRTY)
def test_a_problem_is_placed_at_the_line_of_its_text(text: str, word: str) -> None:
    (problem,) = quote_problems(record(text), place('id = "some"', f'  {{ text = "{text}" }},'))

    assert (problem.path, problem.line) == (Path("some.toml"), 12)
    assert "some: " in problem.problem
    assert word in problem.problem


@pytest.mark.parametrize("where", ["variant", "ask", "source title", "speaker", "office"])
def test_every_text_readers_see_is_looked_at(where: str) -> None:
    bad = "Бiрлік"
    names = dict.fromkeys(Language, "Name") | {Language.KK: bad}
    match where:
        case "variant":
            renderings = [{"language": one, "type": "translation", "text": "text", "variants": [bad]} for one in Language]
            quote = record(renderings=renderings)
        case "ask":
            quote = record(asks={Language.KK: [bad, "two"]})
        case "source title":
            quote = record(source={"id": "daily", "title": bad})
        case "speaker":
            quote = record(speaker={"id": "who", "kind": "person", "names": names})
        case _:
            quote = record(speaker={"id": "who", "kind": "person", "names": dict.fromkeys(Language, "Name"), "about": names})

    assert [problem for problem in quote_problems(quote, place()) if "mixes" in problem.problem]


def test_wordings_that_do_not_fit_a_message_are_named() -> None:
    renderings = [{"language": one, "type": "translation", "text": "х" * 999} for one in Language]

    (problem,) = quote_problems(record(renderings=renderings), place())

    assert "3996 characters" in problem.problem


def test_wordings_that_fit_a_message_are_fine() -> None:
    renderings = [{"language": one, "type": "translation", "text": "х" * 800} for one in Language]

    assert list(quote_problems(record(renderings=renderings), place())) == []


def test_an_ask_written_twice_is_named_once() -> None:
    quote = record(asks={Language.RU: ["труд", "лень", "труд", "труд"]})

    (problem,) = quote_problems(quote, place('ru = ["труд", "лень"]'))

    assert (problem.line, "'труд'" in problem.problem) == (11, True)


def test_the_problems_of_all_quotes_are_given() -> None:
    quotes = [(record("бiр"), place()), (record(), place()), (record("c\u0301 слово  два"), place())]

    problems = [problem.problem for problem in corpus_problems(quotes)]

    assert len(problems) == 3
