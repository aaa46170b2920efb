"""Whatever is wrong with a file of quotes is said with its file and its line, and never in a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.quote import RenderingType
from bot.corpus.reader import Survey, digest_of, quote_files, read, read_names, survey
from bot.errors import QuoteFileError
from bot.text.language import Language

GOOD = """\
# A file with one of everything.

[[topic]]
id = "trade"
names = { en = "Trade", kk = "Сауда", ru = "Торговля", zh = "贸易" }

[[source]]
id = "daily"
title = "The Daily"
address = "https://example.org/daily"

[[speaker]]
id = "customs"
kind = "institution"
names = { en = "Customs", kk = "Кеден", ru = "Таможня", zh = "海关" }

[[speaker]]
id = "kazakh-people"
kind = "people"
names = { en = "Kazakh proverb", kk = "Қазақ мақалы", ru = "Казахская пословица", zh = "哈萨克谚语" }

[[quote]]
id = "trade-value"
kind = "fact"
language = "en"
attribution = "verified"
source = "daily"
date = "2025-09"
topics = ["trade"]
figures = { value = { money = 43.82e9, currency = "USD", by = "customs" } }
renderings = [
  { language = "en", type = "original", text = "Trade came to {value}." },
  { language = "kk", type = "translation", text = "Сауда көлемі {value} болды." },
  { language = "ru", type = "published", source = "daily", text = "Товарооборот — {value}." },
  { language = "zh", type = "translation", text = "贸易额达{value}。" },
]

[quote.asks]
en = ["how much trade", "trade value"]
kk = ["сауда қанша", "тауар айналымы"]
ru = ["сколько торгуют", "товарооборот"]
zh = ["贸易额多少", "双边贸易"]
"""
LINES = GOOD.splitlines()
QUOTE_LINES = range(LINES.index("[[quote]]") + 1, len(LINES) + 1)

ANOTHER = '  { language = "ru", type = "translation", text = "Торговля составила {value}." },'

# What is put in place of what, the line that must be named ("" for any of the record's), and a word of what is said of it.
BROKEN = {
    "a bare word": ('kind = "fact"', "kind = fact", "kind = fact", "TOML"),
    "an open string": ('date = "2025-09"', 'date = "2025-09', 'date = "2025-09', "TOML"),
    "a key twice": ('date = "2025-09"', 'date = "2025-09"\ndate = "2025"', 'date = "2025"', "TOML"),
    "an impossible date of TOML": ('date = "2025-09"', "date = 2025-02-30", "date = 2025", "TOML"),
    "an unknown table": ("[[source]]", "[[sauce]]", "[[sauce]]", "sauce"),
    "a single table": ("[[source]]", "[source]", "[source]", "[[source]]"),
    "an unknown field": ('date = "2025-09"', 'datum = "2025-09"', "", "datum"),
    "an unknown field in a rendering": ('type = "original",', 'type = "original", tone = "dry",', "renderings = [", "tone"),
    "an unknown field in a figure": ("money = 43.82e9", "dollars = 43.82e9", "figures =", "dollars"),
    "a number for a text": ('date = "2025-09"', "date = 2025", "date = 2025", "date"),
    "a text for a list": ('topics = ["trade"]', 'topics = "trade"', 'topics = "trade"', "topics"),
    "a text for a number": ("money = 43.82e9", 'money = "43.82e9"', "figures =", "money"),
    "an unknown kind": ('kind = "fact"', 'kind = "rumour"', 'kind = "rumour"', "rumour"),
    "an unknown language": ('language = "en"\n', 'language = "de"\n', 'language = "de"', "de"),
    "an unknown attribution": ('attribution = "verified"', 'attribution = "sure"', 'attribution = "sure"', "sure"),
    "an unknown type of rendering": ('type = "original"', 'type = "first"', "renderings = [", "first"),
    "an id with a capital": ('id = "trade-value"', 'id = "Trade-value"', 'id = "Trade-value"', "id"),
    "an id too long for a link": ('id = "trade-value"', f'id = "{"x" * 41}"', f'id = "{"x" * 41}"', "id"),
    "a topic id too long for a button": ('id = "trade"', f'id = "{"t" * 17}"', f'id = "{"t" * 17}"', "id"),
    "an empty text": ("Trade came to {value}.", "", "renderings = [", "renderings"),
    "a text too long": ("Trade came to {value}.", "{value} " * 200, "renderings = [", "1000"),
    "an address that is none": ("https://example.org/daily", "example.org", "address =", "address"),
    "a date of another form": ('date = "2025-09"', 'date = "2 Sep 2025"', "date =", "date"),
    "a month that is none": ('date = "2025-09"', 'date = "2025-13"', "date =", "date"),
    "a day that is none": ('date = "2025-09"', 'date = "2025-02-30"', "date =", "date"),
    "a month of a figure that is none": ('money = 43.82e9, currency = "USD"', 'month = "2024-00"', "figures =", "2024-00"),
    "no id": ('id = "trade-value"\n', "", "", "id"),
    "no source": ('attribution = "verified"\nsource = "daily"\n', 'attribution = "verified"\n', "", "source"),
    "no title": ('title = "The Daily"\n', "", 'id = "daily"', "title"),
    "an unknown source": ('verified"\nsource = "daily"', 'verified"\nsource = "weekly"', 'source = "weekly"', "weekly"),
    "an unknown source of a rendering": ('"published", source = "daily"', '"published", source = "hourly"', "hourly", "hourly"),
    "an unknown speaker": ('source = "daily"\ndate', 'source = "daily"\nspeaker = "nobody"\ndate', "nobody", "nobody"),
    "an unknown speaker of a figure": ('by = "customs"', 'by = "nobody"', "nobody", "nobody"),
    "an unknown topic": ('topics = ["trade"]', 'topics = ["trade", "weather"]', "weather", "weather"),
    "no topic": ('topics = ["trade"]', "topics = []", "topics = []", "topic"),
    "a language missing": ('  { language = "kk", type = "translation", text = "Сауда көлемі {value} болды." },\n', "", "renderings", "kk"),
    "only an equivalent in a language": ('"kk", type = "translation"', '"kk", type = "equivalent"', "renderings = [", "kk"),
    "two main wordings in a language": ("renderings = [\n", f"renderings = [\n{ANOTHER}\n", "renderings", "ru"),
    "an original in another language": ('"kk", type = "translation"', '"kk", type = "original"', "Сауда көлемі", "kk"),
    "no asks in a language": ('kk = ["сауда қанша", "тауар айналымы"]\n', "", "", "kk"),
    "one ask in a language": ('kk = ["сауда қанша", "тауар айналымы"]', 'kk = ["сауда қанша"]', 'kk = ["сауда қанша"]', "kk"),
    "published nowhere": ('type = "published", source = "daily",', 'type = "published",', "Товарооборот —", "source"),
    "a figure without a value": ('money = 43.82e9, currency = "USD", ', "", "figures =", "value"),
    "a figure with two values": ("money = 43.82e9", "money = 43.82e9, percent = 6.8", "figures =", "value"),
    "money without a currency": (', currency = "USD"', "", "figures =", "currency"),
    "a currency without money": ("money = 43.82e9", "percent = 6.8", "figures =", "currency"),
    "a figure nobody wrote": ("Trade came to {value}.", "Trade came to {sum}.", "{sum}", "sum"),
    "a quote of nobody": ('kind = "fact"', 'kind = "quote"', "", "speaker"),
    "folk words of an institution": ('"verified"', '"folk"', "attribution =", "people"),
    "a people's words not folk": ('source = "daily"\ndate', 'source = "daily"\nspeaker = "kazakh-people"\ndate', "attribution =", "folk"),
    "a name missing": ('kk = "Кеден", ', "", 'names = { en = "Customs"', "kk"),
    "a topic's name missing": (', zh = "贸易"', "", 'names = { en = "Trade"', "zh"),
    "a name in an unknown language": ('zh = "贸易"', 'zh = "贸易", de = "Handel"', "names", "de"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of quotes with one good file."""
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example of a property writes anew."""
    return tmp_path_factory.mktemp("any") / "any.toml"


def surveyed(folder: Path, text: str | bytes) -> tuple[Path, Survey]:
    """A file with *text*, and what is found in it."""
    path = folder / "some.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, survey([path])


def test_a_good_file_gives_its_quote_with_everything_it_refers_to(folder: Path) -> None:
    corpus = read(folder)

    (quote,) = corpus.quotes
    assert [topic.id for topic in corpus.topics] == ["trade"]
    assert quote.source is not None
    assert quote.source.title == "The Daily"
    assert quote.figures["value"].money == 43.82e9
    assert quote.figures["value"].by is not None
    assert quote.figures["value"].by.names[Language.RU] == "Таможня"
    assert [one.source.title for one in quote.renderings if one.source] == ["The Daily"]
    assert {one.language for one in quote.renderings if one.type is not RenderingType.EQUIVALENT} == set(Language)


@pytest.mark.parametrize(("old", "new", "near", "word"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, near: str, word: str) -> None:
    assert GOOD.count(old) >= 1
    text = GOOD.replace(old, new, 1)

    path, found = surveyed(tmp_path, text)

    assert found.problems, "nothing was found"
    problem = next((one for one in found.problems if word in one.problem), None)
    assert problem is not None, [str(one) for one in found.problems]
    lines = text.splitlines()
    assert problem.path == path
    assert str(problem).startswith(f"{path}:{problem.line}: ")
    assert near in lines[problem.line - 1]
    assert near or problem.line in QUOTE_LINES


@pytest.mark.parametrize(("old", "new"), [row[:2] for row in BROKEN.values()], ids=BROKEN)
def test_a_broken_file_is_never_read_in_part(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "some.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(QuoteFileError) as raised:
        read(tmp_path)

    assert raised.value.path == path
    assert "\n" not in str(raised.value)


def test_everything_wrong_is_said_at_once_and_in_order(tmp_path: Path) -> None:
    text = GOOD.replace('kk = "Кеден", ', "").replace('topics = ["trade"]', 'topics = ["weather"]').replace('"USD"', '"usd"')

    _, found = surveyed(tmp_path, text)

    lines = [problem.line for problem in found.problems]
    assert len(lines) >= 2
    assert lines == sorted(lines)


@pytest.mark.parametrize("table", ["topic", "source", "speaker", "quote"])
def test_an_id_twice_in_one_file_is_named_where_it_comes_again(tmp_path: Path, table: str) -> None:
    start = GOOD.index(f"[[{table}]]")
    end = GOOD.find("\n[[", start)
    text = GOOD + "\n" + GOOD[start : end if end > 0 else None]

    path, found = surveyed(tmp_path, text)

    (problem,) = found.problems
    assert "is taken by some.toml" in problem.problem
    assert problem.path == path
    assert problem.line > len(LINES)
    assert text.splitlines()[problem.line - 1].startswith("id = ")


def test_an_id_in_two_files_is_named_with_both(folder: Path) -> None:
    other = folder / "zz.toml"
    other.write_text(GOOD[GOOD.index("[[quote]]") :], encoding="utf-8")

    found = survey(quote_files([folder]))

    (problem,) = found.problems
    assert (problem.path, problem.line) == (other, 2)
    assert f"good.toml:{LINES.index('[[quote]]') + 1}" in problem.problem


@pytest.mark.parametrize("line", [1, 2, 7])
def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path, line: int) -> None:
    path, found = surveyed(tmp_path, b"# ok\n" * (line - 1) + "# Қазақ".encode("cp1251", "replace") + b"\xff\xfe\n# ok\n")

    (problem,) = found.problems
    assert (problem.path, problem.line) == (path, line)
    assert "UTF-8" in problem.problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.toml"

    (problem,) = survey([missing]).problems

    assert (problem.path, problem.line) == (missing, 1)
    assert "cannot be read" in problem.problem


def test_a_folder_in_a_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()

    with pytest.raises(QuoteFileError, match=r"folder\.toml:1: cannot be read"):
        read(tmp_path)


def test_a_file_that_cannot_be_read_comes_before_what_others_miss_of_it(tmp_path: Path) -> None:
    speakers, quotes = GOOD.split("[[quote]]", 1)
    (tmp_path / "a-quotes.toml").write_text(f"[[quote]]{quotes}", encoding="utf-8")
    (tmp_path / "speakers.toml").write_text(f"{speakers}\nbad = [", encoding="utf-8")

    with pytest.raises(QuoteFileError, match=r"speakers\.toml:\d+: not valid TOML"):
        read(tmp_path)


def test_an_unfinished_file_is_named_with_its_last_line(tmp_path: Path) -> None:
    _, found = surveyed(tmp_path, 'a = [\n  "one",\n')

    (problem,) = found.problems
    assert problem.line == 2


@pytest.mark.parametrize(
    "text",
    [
        'quote = [{ id = "x" }]',
        "topic = []",
        "quote = [1, 2]",
        'quote = "x"',
        '[["quote"]]\nid = "x"',
        "[[quote]]\n[[quote]]",
        "[[quote]]\nid = 1\nspeaker = [1]\nsource = { a = 1 }\nrenderings = [1]\nfigures = { a = 1 }\nasks = 3",
        '[[quote]]\nid = "x"\nrenderings = [{ source = [] }]\nfigures = { a = { by = 3 } }',
        '[[quote]]\nid = """\n[[quote]]\n"""',
        "[[topic]]\nnames = 7",
        "[[topic]]\nid = " + "1" * 5000,
        "[[topic]]\nid = 0x" + "f" * 5000,
        "[[topic]]\nid = 1e999",
        "a = " + "[" * 5000,
        "a." * 3000 + "a = 1",
        '"" = 1',
        "\ufeff[[topic]]",
        "\0",
    ],
    ids=lambda text: text[:30],
)
def test_files_of_odd_forms_are_refused_and_not_stumbled_over(tmp_path: Path, text: str) -> None:
    path, found = surveyed(tmp_path, text)

    assert found.quotes == []
    for problem in found.problems:
        assert isinstance(problem, QuoteFileError)
        assert problem.path == path
        assert 1 <= problem.line <= text.count("\n") + 1


def test_a_file_without_records_is_no_problem(tmp_path: Path) -> None:
    _, found = surveyed(tmp_path, "# nothing yet\n")

    assert (found.quotes, found.problems) == ([], [])


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=200)
def test_arbitrary_bytes_are_read_or_refused(anywhere: Path, data: bytes) -> None:
    anywhere.write_bytes(data)

    assert all(isinstance(problem, QuoteFileError) for problem in survey([anywhere]).problems)


@given(st.integers(0, len(GOOD.encode()) - 1), st.binary(max_size=3), st.integers(0, 40))
@settings(deadline=None, max_examples=200)
def test_a_good_file_with_a_piece_torn_out_is_read_or_refused(anywhere: Path, start: int, put: bytes, length: int) -> None:
    data = GOOD.encode()
    anywhere.write_bytes(data[:start] + put + data[start + length :])

    found = survey([anywhere])

    assert all(problem.path == anywhere and problem.line >= 1 for problem in found.problems)


WORDS = st.sampled_from(
    "id kind language speaker attribution source topics renderings asks figures names about text type variants by date reported title"
    " address publisher topic quotes lunar days 02-30"
    " en kk ru zh proverb fact folk original published x trade {value} month percent money currency".split()
)
SCALARS = st.one_of(
    WORDS,
    st.text(max_size=5),
    st.booleans(),
    st.integers(),
    st.integers(10**4400, 10**4401),
    st.sampled_from([1.5, 1e300, -0.0]),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12)


def toml(value: Any) -> str:
    """*value* in TOML, on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case int() if not isinstance(value, bool):
            return hex(value) if value >= 0 else str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


@given(
    st.sampled_from(["topic", "source", "speaker", "quote", "theme"]),
    st.lists(st.dictionaries(WORDS, VALUES, max_size=6), max_size=3),
    st.booleans(),
)
@settings(deadline=None, max_examples=200)
def test_records_of_any_form_are_read_or_refused(anywhere: Path, table: str, records: list[dict[str, Any]], headed: bool) -> None:
    lines = [line for record in records for line in (f"[[{table}]]", *(f"{key} = {toml(value)}" for key, value in record.items()))]
    anywhere.write_text("\n".join(lines) if headed else f"{table} = {toml(records)}", encoding="utf-8")

    found = survey([anywhere])

    assert all(isinstance(problem, QuoteFileError) for problem in found.problems)
    assert len(found.quotes) <= len(records)


def test_files_come_in_order_of_name_and_only_toml_of_a_folder(folder: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (folder / name).touch()

    assert [path.name for path in quote_files([folder])] == ["a.toml", "b.toml", "good.toml"]
    assert quote_files([folder / "notes.txt"]) == [folder / "notes.txt"]


def test_other_files_may_lend_what_a_file_refers_to_and_are_not_judged(folder: Path) -> None:
    own = folder / "own.toml"
    start = GOOD.index("[[quote]]")
    own.write_text(GOOD[start:], encoding="utf-8")
    lender = folder / "lender.toml"
    lender.write_text(GOOD[:start] + '\n[[source]]\nid = "bad"\n', encoding="utf-8")

    alone, lent = survey([own]), survey([own], [lender])

    assert {word for problem in alone.problems for word in ("daily", "customs", "trade") if repr(word) in problem.problem} == {
        "daily",
        "customs",
        "trade",
    }
    assert lent.problems == []
    assert [quote.id for quote, _ in lent.quotes] == ["trade-value"]


def test_topics_are_read_without_the_quotes(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text(GOOD[: GOOD.index("[[source]]")], encoding="utf-8")
    (tmp_path / "quotes.toml").write_text("broken =", encoding="utf-8")

    assert [topic.id for topic in read_names(tmp_path).topics] == ["trade"]


def test_broken_topics_are_named(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text("\nbroken =\n", encoding="utf-8")

    with pytest.raises(QuoteFileError, match=r"topics\.toml:2: "):
        read_names(tmp_path)


def test_the_digest_changes_with_any_byte_and_any_name(folder: Path) -> None:
    path = folder / "good.toml"
    before = digest_of([path])
    same = digest_of([path])
    path.write_text(GOOD + " ", encoding="utf-8")
    changed = digest_of([path])
    renamed = digest_of([path.rename(folder / "other.toml")])

    assert before == same
    assert len({before, changed, renamed}) == 3


def test_a_folder_without_quotes_is_refused(tmp_path: Path) -> None:
    """Taken in, it would take every saying out of the store."""
    with pytest.raises(QuoteFileError, match="no quotes in this folder"):
        read(tmp_path)


def test_an_editors_own_copy_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".proverbs.toml").write_text("broken =\n", encoding="utf-8")

    assert quote_files([tmp_path]) == []


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text("", encoding="utf-8")

    assert quote_files([tmp_path, tmp_path / "topics.toml"]) == [tmp_path / "topics.toml"]
