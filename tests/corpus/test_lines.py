"""Lines of JSON: what each becomes, and what is said of those that are wrong."""

import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.fields import MAX_LINE_BYTES, Known, Line
from bot.corpus.lines import LineReader, numbered
from bot.corpus.quote import Attribution, Kind, Quote, Rendering, RenderingType, SpeakerKind
from bot.corpus.reader import Corpus
from bot.errors import QuoteFileError
from bot.text.language import Language

FILE = Path("some.jsonl")
GOOD = {"kind": "proverb", "language": "kk", "text": "Көп түкірсе, көл болар."}


@pytest.fixture(scope="session")
def reader(corpus: Corpus) -> LineReader:
    """A reader of lines that know the shipped topics and peoples."""
    return LineReader(FILE, Known.of(corpus))


def encoded(**fields: object) -> bytes:
    """The good line with these fields, those that are None left out."""
    return json.dumps({name: value for name, value in {**GOOD, **fields}.items() if value is not None}, ensure_ascii=False).encode()


def read(reader: LineReader, **fields: object) -> Quote:
    """The quote of the good line with these fields."""
    return reader.line(1, encoded(**fields)).quote


def problem_of(reader: LineReader, line: bytes) -> str:
    """What is wrong with *line*, behind its file and number."""
    with pytest.raises(QuoteFileError) as raised:
        reader.line(7, line)
    assert str(raised.value).startswith("some.jsonl:7: ")
    return str(raised.value).removeprefix("some.jsonl:7: ")


# What becomes of a line


def test_everything_a_line_says_is_in_its_quote(reader: LineReader) -> None:
    quote = read(
        reader,
        id="abai-1",
        kind="quote",
        text="Адам бол!",
        author="Абай Құнанбайұлы",
        source="Қара сөздер",
        topics=["wisdom", "youth", "wisdom"],
        translations={"ru": "Будь человеком!", "en": "Be human!"},
        script="Cyrl",
    )

    assert (quote.id, quote.kind, quote.language, quote.attribution) == ("abai-1", Kind.QUOTE, Language.KK, Attribution.ATTRIBUTED)
    assert quote.topics == ("wisdom", "youth")
    assert quote.source is not None
    assert quote.source.title == "Қара сөздер"
    assert quote.speaker is not None
    assert (quote.speaker.kind, quote.speaker.names) == (SpeakerKind.PERSON, {Language.KK: "Абай Құнанбайұлы"})
    assert quote.asks == {}
    assert quote.renderings == (
        Rendering(Language.KK, RenderingType.ORIGINAL, "Адам бол!"),
        Rendering(Language.RU, RenderingType.TRANSLATION, "Будь человеком!", source=quote.source),
        Rendering(Language.EN, RenderingType.TRANSLATION, "Be human!", source=quote.source),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("proverb", Kind.PROVERB),
        ("idiom", Kind.PROVERB),
        ("saying", Kind.PROVERB),
        ("xiehouyu", Kind.PROVERB),
        ("quote", Kind.QUOTE),
        ("poem", Kind.QUOTE),
        ("fact", Kind.FACT),
    ],
)
def test_kinds_have_the_names_that_collections_give_them(reader: LineReader, name: str, kind: Kind) -> None:
    assert read(reader, kind=name).kind is kind


@pytest.mark.parametrize(
    ("language", "people"), [("zh", "chinese-people"), ("kk", "kazakh-people"), ("ru", "russian-people"), ("en", "english-people")]
)
def test_a_proverb_without_an_author_is_its_peoples(reader: LineReader, language: str, people: str) -> None:
    quote = read(reader, language=language)

    assert quote.attribution is Attribution.FOLK
    assert quote.speaker is not None
    assert (quote.speaker.id, set(quote.speaker.names)) == (people, set(Language))


@pytest.mark.parametrize("kind", ["quote", "fact"])
def test_anything_else_without_an_author_is_nobodys(reader: LineReader, kind: str) -> None:
    quote = read(reader, kind=kind)

    assert (quote.speaker, quote.source, quote.topics, quote.attribution) == (None, None, (), Attribution.ATTRIBUTED)


def test_the_language_of_a_line_wins_over_that_of_the_file(corpus: Corpus) -> None:
    russian = LineReader(FILE, Known.of(corpus), Language.RU)

    assert russian.line(1, encoded(language=None)).quote.language is Language.RU
    assert russian.line(1, encoded()).quote.language is Language.KK


def test_fields_that_are_null_are_as_good_as_missing(reader: LineReader) -> None:
    nulls = dict.fromkeys(("id", "author", "source", "topics", "translations", "script"))

    assert reader.line(1, json.dumps({**GOOD, **nulls}).encode()) == reader.line(1, encoded())


# Ids


def test_an_id_of_its_own_is_kept_and_any_other_is_derived(reader: LineReader) -> None:
    assert reader.line(1, encoded(id="0-x")) == Line(1, read(reader, id="0-x"), derived=False)

    derived = reader.line(1, encoded())
    assert derived.derived
    assert re.fullmatch("kk-[0-9a-f]{8}-[0-9a-f]{8}", derived.quote.id)


def test_the_same_line_has_the_same_id_in_whatever_order_it_is_written(reader: LineReader) -> None:
    turned = json.dumps({**dict(reversed(GOOD.items())), "script": "Cyrl"}).encode()

    assert reader.line(9, turned).quote == reader.line(1, encoded()).quote


def test_the_same_words_told_otherwise_have_ids_that_begin_alike(reader: LineReader) -> None:
    ids = [
        read(reader, text=text, source=source).id for text in (GOOD["text"], "көп түкірсе көл болар") for source in (None, "Бабалар сөзі")
    ]

    assert len(set(ids)) == 4
    assert len({id_.rpartition("-")[0] for id_ in ids}) == 1
    assert read(reader, text="Отан отбасынан басталады").id.rpartition("-")[0] not in ids[0]


def test_derived_ids_are_the_same_in_every_version(reader: LineReader) -> None:
    """Else a file imported again would come in twice."""
    assert read(reader).id == "kk-bfd1e6e2-adad4dc3"


# What is refused

BAD: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"Hello", "not valid JSON"),
    "half a line": (b'{"kind": "proverb", "text": "x', "not valid JSON"),
    "two objects": (encoded() + encoded(), "not valid JSON"),
    "nested deeply": (encoded(topics=3).replace(b"3", b"[" * 5000), "$.topics"),
    "not UTF-8": (encoded().replace("к".encode(), b"\xff"), "UTF-8"),
    "UTF-16": (encoded().decode().encode("utf-16"), "UTF-8"),
    "a lone surrogate": (encoded(text="x").replace(b'"x"', b'"a\\ud800b"'), "not valid JSON"),
    "a surrogate in bytes": (encoded().decode().replace("ө", "\ud800").encode(errors="surrogatepass"), "UTF-8"),
    "a list": (b"[1]", "object"),
    "a number": (b"3", "object"),
    "an unknown field": (encoded(tone="dry"), "`tone`"),
    "no text": (encoded(text=None), "`text`"),
    "no kind": (encoded(kind=None), "`kind`"),
    "no language": (encoded(language=None), "--language"),
    "an unknown language": (encoded(language="de"), "'de'"),
    "an unknown kind": (encoded(kind="joke"), "'joke'"),
    "a number for a text": (encoded(text=5), "$.text"),
    "an empty text": (encoded(text=""), "$.text"),
    "a text of spaces": (encoded(text=" \u3000 "), "'text'"),
    "a text of marks": (encoded(text="…!"), "'text'"),
    "a text too long": (encoded(text="ә" * 1001), "1000"),
    "a control character": (encoded(text="a\x00b"), "control characters in 'text'"),
    "a tab": (encoded(text="a\tb"), "control characters in 'text'"),
    "an escape in a source": (encoded(source="\x1b[31mred"), "control characters in 'source'"),
    "a control character in an author": (encoded(author="a\x9fb"), "control characters in 'author'"),
    "one in a translation": (encoded(translations={"ru": "a\x07"}), "control characters in 'translations.ru'"),
    "an empty author": (encoded(author=""), "$.author"),
    "an author of spaces": (encoded(author=" "), "'author'"),
    "an empty translation": (encoded(translations={"ru": ""}), "$.translations"),
    "a translation into an unknown language": (encoded(translations={"de": "x"}), "'de'"),
    "a translation into its own language": (encoded(translations={"kk": "x"}), "translation into kk"),
    "an unknown topic": (encoded(topics=["work", "weather"]), "'weather'"),
    "a topic that is no id": (encoded(topics=["Work!"]), "$.topics"),
    "a text for topics": (encoded(topics="work"), "$.topics"),
    "an empty id": (encoded(id=""), "$.id"),
    "an id with a capital": (encoded(id="Abai"), "$.id"),
    "an id that begins with a dash": (encoded(id="-abai"), "$.id"),
    "an id with a line feed": (encoded(id="abai\n"), "$.id"),
    "an id of other digits": (encoded(id="a٣"), "$.id"),
    "an id too long": (encoded(id="a" * 41), "$.id"),
    "a script that is none": (encoded(script="cyrillic"), "$.script"),
    "a line too long": (encoded(text="x") + b" " * MAX_LINE_BYTES, "131,072 bytes"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named_with_what_is_wrong(reader: LineReader, name: str) -> None:
    line, words = BAD[name]

    assert words in problem_of(reader, line)


def test_what_is_said_of_a_line_holds_nothing_that_a_terminal_obeys(reader: LineReader) -> None:
    assert "\x1b" not in problem_of(reader, b'{"\\u001b[31m": 1}')


@pytest.mark.parametrize("id_", ["a", "0", "a" * 40, "a-b-"])
def test_ids_at_the_limits_are_taken(reader: LineReader, id_: str) -> None:
    assert read(reader, id=id_).id == id_


def test_a_text_at_the_limit_is_taken(reader: LineReader) -> None:
    assert len(read(reader, text="😀a" * 500).renderings[0].text) == 1000


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_a_quote_or_a_problem(reader: LineReader, line: bytes) -> None:
    with suppress(QuoteFileError):
        assert reader.line(1, line).quote.renderings


@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["proverb", "poem", "fact"]), "language": st.sampled_from(list(Language)), "text": st.text(max_size=80)},
        optional={"author": st.text(max_size=20), "source": st.text(max_size=20), "topics": st.just(["work"])},
    )
)
def test_whatever_is_taken_survives_the_store_and_derives_the_same_id_again(reader: LineReader, fields: dict[str, Any]) -> None:
    line = json.dumps(fields).encode()
    try:
        read = reader.line(1, line)
    except QuoteFileError:
        return

    assert msgspec.json.decode(msgspec.json.encode(read.quote), type=Quote) == read.quote
    assert read.quote.renderings[0].text == fields["text"]
    assert reader.line(2, line).quote.id == read.quote.id


# Lines of a stream


def test_lines_are_numbered_as_an_editor_does_and_empty_ones_skipped() -> None:
    stream = io.BytesIO(b"\xef\xbb\xbfone\r\n\n  \ntwo\n\r\nthree")

    assert list(numbered(stream)) == [(1, b"one"), (4, b"two"), (6, b"three")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_stream_without_lines_gives_none(content: bytes) -> None:
    assert list(numbered(io.BytesIO(content))) == []


@pytest.mark.parametrize("length", [MAX_LINE_BYTES, MAX_LINE_BYTES + 1, MAX_LINE_BYTES + 2, 5 * MAX_LINE_BYTES])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_too_long_is_cut_and_does_not_shift_those_behind(length: int, end: bytes) -> None:
    stream = io.BytesIO(b"x" * length + end + b"next" + end)

    (first, cut), second = numbered(stream)

    assert first == 1
    assert (len(cut) > MAX_LINE_BYTES) == (length > MAX_LINE_BYTES)
    assert len(cut) <= MAX_LINE_BYTES + 2
    assert second == (2, b"next")


@given(st.lists(st.binary(min_size=1, max_size=10).filter(lambda line: b"\n" not in line and line.strip() and not line.endswith(b"\r"))))
def test_what_was_joined_comes_apart_again(lines: list[bytes]) -> None:
    found = list(numbered(io.BytesIO(b"\n" + b"\n".join(lines))))

    assert found == list(enumerate(lines, 2))
