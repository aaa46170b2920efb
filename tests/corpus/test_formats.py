"""Collections in three formats: whatever goes out comes in again, and what is no collection is refused in a sentence."""

import datetime
import io
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.corpus.fields import MAX_LINE_BYTES, Known, Line
from bot.corpus.formats import Format, Writer, format_of, reader_of
from bot.corpus.quote import (
    Attribution,
    Figure,
    Kind,
    Quote,
    Rendering,
    RenderingType,
    Source,
    Speaker,
    SpeakerKind,
)
from bot.corpus.reader import Corpus
from bot.corpus.sheets import MAX_COLUMNS
from bot.corpus.tables import MAX_TABLES_BYTES
from bot.errors import QuoteFileError
from bot.text.language import Language

FORMATS = list(Format)
PATH = Path("some.file")


@pytest.fixture(scope="session")
def known(corpus: Corpus) -> Known:
    """The shipped topics and peoples."""
    return Known.of(corpus)


def file_of(format_: Format, known: Known, quotes: Iterable[Quote]) -> bytes:
    """A file of these quotes."""
    return b"".join(Writer(format_, known).file(quotes))


def found_in(format_: Format, known: Known, content: bytes, language: Language | None = None) -> list[Line | QuoteFileError]:
    """What the reader finds in a file with this content."""
    return list(reader_of(format_, PATH, known, language).lines(io.BytesIO(content)))


def quotes_in(format_: Format, known: Known, content: bytes) -> list[Quote]:
    """The quotes of a file in which nothing is wrong."""
    found = found_in(format_, known, content)
    assert not [one for one in found if isinstance(one, QuoteFileError)]
    return [line.quote for line in found if isinstance(line, Line)]


def told(problem: QuoteFileError) -> str:
    """The line and what is said of it."""
    return str(problem).removeprefix("some.file:")


# Any quote whatever

# Nothing that a terminal obeys, and no halves of characters; all the rest, and more of what a format might stumble over.
_CHARS = st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in {*range(10), *range(11, 32), *range(127, 160)}])
_AWKWARD = st.sampled_from(
    [*"\n'\"=+-@,;\\#[]{}", '"""', "'''", " ", "\ufeff", "\u2028", "\u202e", "e\u0301", "😀", "ב", "[[quote]]", "\nx"]
)
TEXTS = st.lists(_AWKWARD | st.text(_CHARS, max_size=4), min_size=1, max_size=4).map("".join).filter(bool)
NAMES = st.dictionaries(st.sampled_from(Language), TEXTS, max_size=4)
DATES = st.dates().map(str) | st.dates().map(lambda date: str(date)[:7]) | st.dates().map(lambda date: str(date)[:4])
SPEAKERS = st.builds(Speaker, id=st.sampled_from(["abai", "0-x"]), kind=st.sampled_from(SpeakerKind), names=NAMES, about=st.none() | NAMES)
SOURCES = st.builds(
    Source,
    id=st.just("a-book"),
    title=TEXTS,
    publisher=st.none() | TEXTS,
    date=st.none() | DATES,
    address=st.none() | st.just("https://example.org/ä?=1"),
)
AMOUNTS = st.floats(-1e18, 1e18) | st.integers(-(10**18), 10**18).map(float)
FIGURES = (
    st.builds(Figure, money=AMOUNTS, currency=st.just("KZT"), by=st.none() | SPEAKERS)
    | st.builds(Figure, percent=AMOUNTS)
    | st.builds(Figure, number=AMOUNTS)
    | st.builds(Figure, date=st.dates(min_value=datetime.date(1, 1, 1)))
    | st.builds(Figure, month=st.just("2024-07"))
    | st.builds(Figure, year=st.integers(1, 9999))
)
RENDERINGS = st.builds(
    Rendering,
    language=st.sampled_from(Language),
    type=st.sampled_from(RenderingType),
    text=TEXTS,
    variants=st.lists(TEXTS, max_size=2).map(tuple),
    source=st.none() | SOURCES,
)
ANY_QUOTES = st.builds(
    Quote,
    id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True),
    kind=st.sampled_from(Kind),
    language=st.sampled_from(Language),
    attribution=st.sampled_from(Attribution),
    source=st.none() | SOURCES,
    topics=st.lists(st.sampled_from(["work", "time", "wisdom"]), max_size=3).map(tuple),
    renderings=st.lists(RENDERINGS, min_size=1, max_size=3).map(tuple),
    asks=st.dictionaries(st.sampled_from(Language), st.lists(TEXTS, max_size=2).map(tuple), max_size=2),
    speaker=st.none() | SPEAKERS,
    cited_by=st.none() | SPEAKERS,
    date=st.none() | DATES,
    reported=st.booleans(),
    figures=st.dictionaries(st.sampled_from(["value", "", "a b", 'ä"']), FIGURES, max_size=2),
)
# What people's collections say of a saying.
PLAIN_FIELDS = st.fixed_dictionaries(
    {"id": st.just("own"), "kind": st.sampled_from(["proverb", "poem", "fact"]), "language": st.just("kk"), "text": TEXTS},
    optional={
        "author": TEXTS,
        "source": TEXTS,
        "topics": st.lists(st.sampled_from(["work", "time"])),
        "translations": st.dictionaries(st.sampled_from(["ru", "zh", "en"]), TEXTS),
    },
)


@pytest.mark.parametrize("format_", FORMATS)
@given(quote=ANY_QUOTES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_quote_goes_out_and_comes_in_again(known: Known, format_: Format, quote: Quote) -> None:
    content = file_of(format_, known, [quote])

    assert quotes_in(format_, known, content) == [quote]
    assert file_of(format_, known, quotes_in(format_, known, content)) == content


@given(fields=PLAIN_FIELDS)
@settings(max_examples=60, deadline=None)
def test_what_a_plain_line_says_is_the_same_in_every_format(known: Known, fields: dict[str, Any]) -> None:
    (line,) = found_in(Format.JSONL, known, json.dumps(fields).encode())
    if isinstance(line, QuoteFileError):
        return

    for format_ in FORMATS:
        content = file_of(format_, known, [line.quote])
        assert quotes_in(format_, known, content) == [line.quote]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_shipped_collection_goes_out_and_comes_in_again(known: Known, corpus: Corpus, format_: Format) -> None:
    content = file_of(format_, known, corpus.quotes)

    assert quotes_in(format_, known, content) == list(corpus.quotes)
    assert file_of(format_, known, quotes_in(format_, known, content)) == content


@pytest.mark.parametrize("format_", FORMATS)
def test_no_quotes_are_a_file_without_any(known: Known, format_: Format) -> None:
    assert found_in(format_, known, file_of(format_, known, [])) == []
    assert found_in(format_, known, b"") == []


# What a file looks like


def verse() -> Quote:
    """A quote that plain fields say all of."""
    line = {
        "id": "abai-1",
        "kind": "quote",
        "language": "kk",
        "text": '=Адам бол!\n"Ә"',
        "author": "Абай",
        "source": "Қара сөздер",
        "topics": ["wisdom", "youth"],
        "translations": {"ru": "Будь; человеком", "en": "'+Be human!"},
    }
    topics = frozenset({"wisdom", "youth"})
    (found,) = found_in(Format.JSONL, Known(topics, {}), json.dumps(line).encode())
    assert isinstance(found, Line)
    return found.quote


def test_what_plain_fields_can_say_stands_in_plain_fields(known: Known) -> None:
    assert file_of(Format.JSONL, known, [verse()]).decode() == (
        '{"id":"abai-1","kind":"quote","language":"kk","text":"=Адам бол!\\n\\"Ә\\"","author":"Абай","source":"Қара сөздер",'
        '"topics":["wisdom","youth"],"translations":{"ru":"Будь; человеком","en":"\'+Be human!"}}\n'
    )
    assert file_of(Format.CSV, known, [verse()]).decode() == (
        "\ufeffid,kind,language,text,author,source,topics,zh,kk,ru,en,record\n"
        'abai-1,quote,kk,"\'=Адам бол!\n""Ә""",Абай,Қара сөздер,"wisdom;youth",,,"Будь; человеком",\'\'+Be human!,\n'
    )
    assert file_of(Format.TOML, known, [verse()]).decode() == (
        "# Sayings, each under a [[quote]] of its own.\n"
        "\n"
        "[[quote]]\n"
        'id = "abai-1"\n'
        'kind = "quote"\n'
        'language = "kk"\n'
        'text = "=Адам бол!\\n\\"Ә\\""\n'
        'author = "Абай"\n'
        'source = "Қара сөздер"\n'
        'topics = ["wisdom", "youth"]\n'
        'translations = {ru = "Будь; человеком", en = "\'+Be human!"}\n'
    )


def test_what_they_cannot_say_stands_in_a_record(known: Known, by_id: dict[str, Quote]) -> None:
    (table,) = tomllib.loads(file_of(Format.TOML, known, [by_id["hundred-flowers"]]).decode())["quote"]

    assert list(table) == ["id", "kind", "language", "text", "record"]
    assert table["record"]["renderings"][0]["text"] == table["text"] == "一花独放不是春，百花齐放春满园"


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("a.json", "jsonl"), ("a.CSV", "csv"), ("b/a.b.toml", "toml")],
)
def test_the_name_of_a_file_tells_its_format(name: str, format_: str) -> None:
    assert format_of(Path(name)) == format_


@pytest.mark.parametrize("name", ["a.xlsx", "a", "jsonl", "a.csv.gz", "."])
def test_a_name_that_tells_no_format_is_refused(name: str) -> None:
    with pytest.raises(QuoteFileError, match=r"must end in \.jsonl, \.csv or \.toml"):
        format_of(Path(name))


# Sheets

SHEET = "kind,text,language"


@pytest.mark.parametrize(
    "content",
    [
        b"kind,text,language\nproverb,Haste makes waste.,en\n",
        b"\xef\xbb\xbfkind;text;language\r\nproverb;Haste makes waste.;en\r\n",
        b"text\tlanguage\tkind\nHaste makes waste.\ten\tproverb",
        b'\n"Kind", TEXT ,language,,\n,,,,\nproverb,"Haste makes waste.",en\n\n',
        b"kind,text\nproverb,Haste makes waste.\n",
        b"kind,text,language,author,en\nproverb,Haste makes waste.\n",
    ],
)
def test_sheets_come_in_many_shapes(known: Known, content: bytes) -> None:
    (line,) = found_in(Format.CSV, known, content, Language.EN)

    assert isinstance(line, Line)
    assert (line.quote.renderings[0].text, line.quote.kind, line.derived) == ("Haste makes waste.", Kind.PROVERB, True)


def test_topics_and_translations_of_a_sheet_are_those_of_a_line(known: Known) -> None:
    sheet = "ru,kind,text,language,zh,topics\nДа,quote,Иә,kk,对, work; time ;\n".encode()
    line = {"kind": "quote", "text": "Иә", "language": "kk", "topics": ["work", "time"], "translations": {"zh": "对", "ru": "Да"}}

    (in_sheet,), (in_lines,) = found_in(Format.CSV, known, sheet), found_in(Format.JSONL, known, json.dumps(line).encode())

    assert isinstance(in_sheet, Line)
    assert isinstance(in_lines, Line)
    assert in_sheet.quote == in_lines.quote


def test_rows_are_numbered_as_an_editor_does(known: Known) -> None:
    content = b'kind,text,language\n\nproverb,"two\nlines",en\r\njoke,x,en\nproverb,one,en\nproverb,"half"x,en\nproverb,last,en\n'

    found = found_in(Format.CSV, known, content)

    assert [one.number if isinstance(one, Line) else one.line for one in found] == [3, 5, 6, 7, 8]
    assert [told(one)[:20] for one in found if isinstance(one, QuoteFileError)] == ["5: unknown kind 'jok", "7: not valid CSV: ',"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=cmd|" /C calc"!A0'])
@pytest.mark.parametrize("column", ["text", "author", "id", "ru", "record"])
def test_a_formula_is_refused_with_its_line(known: Known, column: str, text: str) -> None:
    cells = {"kind": "quote", "text": "x", "language": "en", column: text}
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells.values())

    (problem,) = found_in(Format.CSV, known, f"{','.join(cells)}\n{quoted}\n".encode())

    assert isinstance(problem, QuoteFileError)
    assert told(problem).startswith(f"2: spreadsheet formula in {column!r}")


@pytest.mark.parametrize(("cell", "text"), [("'=x", "=x"), ("''=x", "'=x"), ("'x", "'x"), ("'", None), ("x=1", "x=1"), ("''x", "''x")])
def test_one_apostrophe_before_a_formula_makes_it_a_text(known: Known, cell: str, text: str | None) -> None:
    (line,) = found_in(Format.CSV, known, f"{SHEET}\nquote,{cell},en\n".encode())

    assert (line.quote.renderings[0].text if isinstance(line, Line) else None) == text


BAD_SHEETS = {
    "an unknown column": ("kind,text,colour\n", "1: unknown column 'colour'; known are id, kind,"),
    "a doubled column": ("kind,text,Text\n", "1: column 'text' twice"),
    "no column of kinds": ("\nid,text\nx,y\n", "2: no column 'kind'"),
    "no column of texts": ("kind\nproverb\n", "1: no column 'text'"),
    "too many columns": ("x," * MAX_COLUMNS + "x\n", "1: more than 64 columns"),
    "a million columns": ("," * 1_000_000 + "x\n", "1: a row longer than 131,072 bytes"),
    "many empty columns": ("," * 100_000 + "x\n", "1: more than 64 columns"),
    "a header half open": ('kind,"text\n', "1: not valid CSV: unexpected end"),
    "a long row": (f"{SHEET}\nproverb,{'x' * MAX_LINE_BYTES},en\n", "2: a row longer than 131,072 bytes"),
    "a mark that is not closed": (f'{SHEET}\nproverb,"x,en\n' + "proverb,y,en\n" * 20_000, "2: a row longer than 131,072 bytes"),
    "something else": ("PK\x03\x04\n", "1: unknown column 'pk\\x03\\x04'"),
}


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_what_is_no_sheet_is_refused_in_a_sentence(known: Known, name: str) -> None:
    content, words = BAD_SHEETS[name]

    with pytest.raises(QuoteFileError) as raised:
        found_in(Format.CSV, known, content.encode())

    assert told(raised.value).startswith(words)
    assert "\n" not in str(raised.value)


BAD_ROWS = {
    "no kind": (",x,en", "Object missing required field `kind`"),
    "an unknown language": ("proverb,x,de", "'de'"),
    "a cell too many": ("proverb,x,en,y", "4 cells under 3 columns"),
    "the end within a cell": ('proverb,x,"en', "not valid CSV: unexpected end of data"),
    "a lone carriage return": ("proverb,x\ry,en", "not valid CSV"),
    "only spaces": ("proverb, ,en", "neither letters nor digits in 'text'"),
    "control characters": ("proverb,x\x1b,en", "control characters in 'text'"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_named_with_what_is_wrong(known: Known, name: str) -> None:
    row, words = BAD_ROWS[name]

    (problem,) = found_in(Format.CSV, known, f"{SHEET}\n{row}".encode())

    assert isinstance(problem, QuoteFileError)
    assert told(problem).startswith("2: ")
    assert words in told(problem)


class Endless(io.RawIOBase):
    """A gigabyte without a line's end, which counts how much of it is asked for."""

    left = 1_000_000_000
    asked = 0

    def read(self, size: int = -1) -> bytes:
        return self.readline(size)

    def readline(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= MAX_TABLES_BYTES + 1
        self.asked += size
        self.left -= size
        return b"x" * min(size, self.left + size) if self.left > -size else b""


@pytest.mark.parametrize("format_", [Format.CSV, Format.TOML])
def test_of_a_gigabyte_little_is_read(known: Known, format_: Format) -> None:
    stream = Endless()

    with pytest.raises(QuoteFileError):
        list(reader_of(format_, PATH, known).lines(stream))

    assert stream.asked <= MAX_TABLES_BYTES + 1


# Tables

GOOD_TABLE = '[[quote]]\nkind = "proverb"\nlanguage = "en"\ntext = "Haste makes waste."\n'


def test_tables_may_be_written_as_toml_allows(known: Known) -> None:
    content = (
        "\ufeff# [[quote]]\r\n\r\n  [[ quote ]] # \"\"\"\r\nkind = 'poem'\nlanguage = \"kk\"\ntext = '''\n[[quote]]\nИә'''\n"
        '[quote.translations]\nru = """Да\n[[quote]]\n"""\n[[quote]]\nkind = "fact"\ntext = "x"\n'
    )

    found = found_in(Format.TOML, known, content.encode(), Language.EN)

    assert [(line.number, line.quote.kind, line.quote.language) for line in found if isinstance(line, Line)] == [
        (3, Kind.QUOTE, Language.KK),
        (13, Kind.FACT, Language.EN),
    ]


def test_a_bad_table_is_named_with_the_line_of_its_header(known: Known) -> None:
    content = GOOD_TABLE + '\n[[quote]]\nkind = "joke"\ntext = "x"\nlanguage = "en"\n\n[[quote]]\n\n' + GOOD_TABLE + "colour = 1\n"

    found = found_in(Format.TOML, known, content.encode())

    assert [told(one) for one in found[1:] if isinstance(one, QuoteFileError)] == [
        "6: unknown kind 'joke'; known are proverb, quote, fact, idiom, saying, xiehouyu, poem",
        "11: Object missing required field `kind`",
        "13: Object contains unknown field `colour`",
    ]


BAD_TABLES = {
    "broken TOML": (GOOD_TABLE + "x = \n", "5: not valid TOML: "),
    "a string that does not end": ('[[quote]]\n\ntext = """x\n', "3: not valid TOML: "),
    "an unknown table": (GOOD_TABLE + "\n[[poem]]\n", "6: unknown table 'poem'"),
    "a value at the top": ("colour = 1\n", "1: unknown table 'colour'"),
    "a list of values": ("quote = [1]\n", "1: each saying must stand under a [[quote]]"),
    "one table": ("[quote]\n", "1: each saying must stand under a [[quote]]"),
    "a list of tables": ("quote = [{}]\n", "1: each saying must stand under a [[quote]]"),
    "a file too large": (GOOD_TABLE + "#" * MAX_TABLES_BYTES, "1: larger than 5 MB"),
    "deep lists": ("[[quote]]\nx = " + "[" * 20_000, "1: not valid TOML: nested too deeply"),
    "a key of many parts": ("[[quote]]\n" + "a. " * 20_000 + "a = 1\n", "2: a key of too many parts"),
    "a key of many quoted parts": ("[[quote]]\nx = {" + "\"a\" . 'b'." * 20_000 + "a = 1}\n", "2: a key of too many parts"),
    "a number too long": ("[[quote]]\nx = " + "1" * 5_000, "2: not valid TOML: "),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_what_is_no_file_of_tables_is_refused_in_a_sentence(known: Known, name: str) -> None:
    content, words = BAD_TABLES[name]

    with pytest.raises(QuoteFileError) as raised:
        found_in(Format.TOML, known, content.encode())

    assert told(raised.value).startswith(words)
    assert "\n" not in str(raised.value)


# All formats


@pytest.mark.parametrize(
    ("format_", "content", "line"),
    [
        (Format.JSONL, b'{"kind": "proverb", "language": "en", "text": "x"}\n{"kind": "\xff"}\n', 2),
        (Format.CSV, b"kind,text,language\nproverb,x,en\nproverb,\xe4\xf6,en\n", 3),
        (Format.TOML, b"# x\n\n# \xff\n", 3),
        *((format_, "kind,text\n".encode("utf-16"), 1) for format_ in FORMATS),
    ],
)
def test_a_file_that_is_not_utf_8_is_refused_as_a_whole(known: Known, format_: Format, content: bytes, line: int) -> None:
    with pytest.raises(QuoteFileError) as raised:
        found_in(format_, known, content)

    assert told(raised.value) == f"{line}: not UTF-8 text"


@given(content=st.binary(max_size=80) | st.text("[]quote=,;\"'\n .{}kindtxproveb#\\", max_size=80).map(str.encode))
def test_any_bytes_are_quotes_or_problems(known: Known, content: bytes) -> None:
    for format_ in FORMATS:
        try:
            found = found_in(format_, known, content, Language.EN)
        except QuoteFileError:
            continue
        numbers = [one.number if isinstance(one, Line) else one.line for one in found]
        assert numbers == sorted(set(numbers))


# Records


def recorded(known: Known, quote: Quote, record: dict[str, Any], **beside: object) -> bytes:
    """A line with a record of *quote* in which some fields are others, and what stands beside it."""
    line = json.loads(file_of(Format.JSONL, known, [quote]))
    return json.dumps({**line, **beside, "record": {**line["record"], **record}}).encode()


BAD_RECORDS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "another id": ({}, {"id": "other"}, "'id' is not that of the 'record' beside it"),
    "another kind": ({}, {"kind": "fact"}, "'kind' is not that of the 'record'"),
    "another language": ({}, {"language": "en"}, "'language' is not that of the 'record'"),
    "another text": ({}, {"text": "other"}, "'text' is not that of the 'record'"),
    "an author": ({}, {"author": "x"}, "'author' beside a 'record'"),
    "translations": ({}, {"translations": {"ru": "x"}}, "'translations' beside a 'record'"),
    "an unknown field": ({"colour": 1}, {}, "unknown field `colour` - at `$.record`"),
    "an unknown topic": ({"topics": ["weather"]}, {}, "unknown topic 'weather'"),
    "no wording": ({"renderings": []}, {}, "a 'record' without any wording"),
    "control characters": ({"date": None, "asks": {"en": ["\x1b[31m"]}}, {}, "control characters in 'record'"),
    "a date that is none": ({"date": "2025-02-30"}, {}, "there is no such date as 2025-02-30"),
    "a figure without a value": ({"figures": {"x": {}}}, {}, "figure 'x' needs exactly one value"),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_record_is_refused_when_something_speaks_against_it(known: Known, by_id: dict[str, Quote], name: str) -> None:
    record, beside, words = BAD_RECORDS[name]

    (problem,) = found_in(Format.JSONL, known, recorded(known, by_id["hundred-flowers"], record, **beside))

    assert isinstance(problem, QuoteFileError)
    assert words in told(problem)


def test_beside_a_record_the_id_and_the_language_may_be_missing(known: Known, by_id: dict[str, Quote]) -> None:
    (line,) = found_in(Format.JSONL, known, recorded(known, by_id["hundred-flowers"], {}, id=None, language=None))

    assert line == Line(1, by_id["hundred-flowers"], derived=False)


def test_a_record_in_a_sheet_that_is_no_json_is_named(known: Known) -> None:
    (problem,) = found_in(Format.CSV, known, b"kind,text,record\nproverb,x,nonsense\n")

    assert isinstance(problem, QuoteFileError)
    assert told(problem).endswith("in 'record'")


def test_the_same_line_in_two_groups_has_two_ids(known: Known) -> None:
    content = json.dumps({"kind": "proverb", "language": "en", "text": "Haste makes waste."}).encode()
    ids = set()
    for collection in (None, -1, -2):
        (line,) = reader_of(Format.JSONL, PATH, known, collection=collection).lines(io.BytesIO(content))
        assert isinstance(line, Line)
        ids.add(line.quote.id)

    assert len(ids) == 3
