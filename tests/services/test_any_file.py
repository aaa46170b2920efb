"""Whatever stands in a file of quotes, in any of the formats: quotes or problems, each said in a line that can be shown."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nasty import NASTY, TEXTS, fuzzed, mangled

from bot.corpus import sheets, tables
from bot.corpus.fields import Known
from bot.corpus.formats import Format, reader_of
from bot.corpus.reader import Corpus
from bot.errors import QuoteFileError
from bot.services.curation import check
from bot.text.language import Language
from bot.text.normalise import printable

FIELDS: dict[str, Any] = {
    "id": "a-saying",
    "kind": "quote",
    "language": "kk",
    "text": "Адам бол!",
    "author": "Абай",
    "source": "Қара сөздер",
    "topics": ["wisdom"],
    "translations": {"ru": "Будь человеком!"},
}
SPEAKER: dict[str, Any] = {"id": "abai", "kind": "person", "names": {"kk": "Абай", "ru": "Абай", "en": "Abai", "zh": "阿拜"}}
SOURCE: dict[str, Any] = {"id": "words", "title": "Қара сөздер", "publisher": "Press", "date": "1990", "address": "https://example.org/"}
QUOTE: dict[str, Any] = {
    "id": "a-saying",
    "kind": "quote",
    "language": "kk",
    "speaker": "abai",
    "attribution": "attributed",
    "source": "words",
    "topics": ["wisdom"],
    "renderings": [
        {"language": "kk", "type": "original", "text": "Адам бол!", "variants": ["Адам болыңдар"]},
        {"language": "ru", "type": "translation", "text": "Будь человеком!"},
        {"language": "en", "type": "translation", "text": "Be human!"},
        {"language": "zh", "type": "translation", "text": "做人！"},
    ],
    "asks": {language.value: ["one way to ask", "another way"] for language in Language},
}
FORMATS = {
    Format.JSONL: (b"", lambda fields: json.dumps(fields).encode() + b"\n"),
    Format.CSV: (sheets.HEAD, sheets.row_of),
    Format.TOML: (b"", tables.table_of),
}


@pytest.fixture(scope="module")
def known(corpus: Corpus) -> Known:
    return Known.of(corpus)


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is written anew for each example."""
    return tmp_path_factory.mktemp("quotes") / "some.toml"


def check_said(problem: QuoteFileError) -> None:
    """Raise AssertionError unless *problem* is one line that a terminal and a message can hold."""
    said = str(problem)
    said.encode()
    assert said == printable(said)
    assert "\n" not in said
    assert problem.line >= 1


def read(format_: Format, known: Known, content: bytes) -> None:
    """Read *content*, and look at what is said of it."""
    reader = reader_of(format_, Path(f"some.{format_}"), known)
    try:
        for found in reader.lines(io.BytesIO(content)):
            if isinstance(found, QuoteFileError):
                check_said(found)
    except QuoteFileError as problem:
        check_said(problem)


def written(format_: Format, fields: dict[str, Any]) -> bytes:
    head, write = FORMATS[format_]
    try:
        return head + write(fields)
    except (AttributeError, TypeError, UnicodeEncodeError):  # what cannot be written cannot be read
        return head + json.dumps(fields).encode()


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("field", FIELDS)
def test_every_nasty_text_in_every_field_is_taken_or_named(known: Known, format_: Format, field: str) -> None:
    for text in NASTY.values():
        value = {"topics": [text], "translations": {"ru": text}}.get(field, text)
        read(format_, known, written(format_, FIELDS | {field: value}))


@fuzzed(80)
@given(
    fields=mangled(FIELDS)
    | st.dictionaries(st.sampled_from([*FIELDS, "record", "x"]) | TEXTS, TEXTS, max_size=4).map(lambda more: FIELDS | more)
)
def test_fields_of_any_form_are_taken_or_named(known: Known, fields: Any) -> None:
    if isinstance(fields, dict):
        for format_ in FORMATS:
            read(format_, known, written(format_, fields))


@fuzzed(60)
@given(text=TEXTS)
def test_any_text_between_lines_is_taken_or_named(known: Known, text: str) -> None:
    for format_ in FORMATS:
        sound = written(format_, FIELDS)
        read(format_, known, sound + text.encode("utf-8", "surrogatepass") + sound)


def _toml(value: Any) -> str:
    """*value* in TOML, on one line; JSON writes strings as TOML does, but for halves of characters, which TOML does not have."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case str():
            return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False)
        case None:
            return "[]"
        case _:
            return json.dumps(value)


def _checked(file: Path, speaker: Any, source: Any, quote: Any) -> None:
    file.write_text(f"speaker = [{_toml(speaker)}]\nsource = [{_toml(source)}]\nquote = [{_toml(quote)}]\n", encoding="utf-8")
    problems, _ = check([file], file.parent)
    for problem in problems:
        check_said(problem)


def _with_texts(value: Any) -> st.SearchStrategy[Any]:
    """*value* with any text in the place of one of its texts."""
    if isinstance(value, dict):
        return st.sampled_from(list(value)).flatmap(lambda name: _with_texts(value[name]).map(lambda other: value | {name: other}))
    if isinstance(value, list):
        return st.integers(0, len(value) - 1).flatmap(
            lambda at: _with_texts(value[at]).map(lambda other: [*value[:at], other, *value[at + 1 :]])
        )
    return TEXTS


@fuzzed(50)
@given(
    quote=_with_texts(QUOTE) | mangled(QUOTE), speaker=_with_texts(SPEAKER) | st.just(SPEAKER), source=_with_texts(SOURCE) | st.just(SOURCE)
)
def test_any_record_is_checked(anywhere: Path, quote: Any, speaker: Any, source: Any) -> None:
    _checked(anywhere, speaker, source, quote)


def test_the_record_itself_is_sound_but_for_its_topic(anywhere: Path) -> None:
    anywhere.write_text(f"speaker = [{_toml(SPEAKER)}]\nsource = [{_toml(SOURCE)}]\nquote = [{_toml(QUOTE)}]\n", encoding="utf-8")

    problems, count = check([anywhere], anywhere.parent)

    assert [problem.problem for problem in problems] == ["a-saying: unknown topic 'wisdom'"]
    assert count == 1
