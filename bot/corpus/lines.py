"""Lines of JSON into quotes: collections that others have made, one saying a line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from bot.corpus.quote import Attribution, Kind, Quote, QuoteId, Rendering, RenderingType, Source, Speaker, SpeakerKind, Text, TopicId
from bot.corpus.reader import Corpus
from bot.errors import QuoteFileError
from bot.text.language import Language
from bot.text.normalise import normalise, printable

# A line holds four texts of at most 1,000 characters and little else; a longer one is no line of ours, and is not read to its end.
MAX_LINE_BYTES = 65_536
_BOM = b"\xef\xbb\xbf"
# What collections call their sayings, and what these are here.
_KINDS = {**{str(kind): kind for kind in Kind}, **dict.fromkeys(("idiom", "saying", "xiehouyu"), Kind.PROVERB), "poem": Kind.QUOTE}
# The records of `speakers.toml` that a proverb without an author goes back to.
_PEOPLES = {
    Language.ZH: "chinese-people",
    Language.KK: "kazakh-people",
    Language.RU: "russian-people",
    Language.EN: "english-people",
}
# A verse has lines.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LETTER = re.compile(r"[^\W_]")


class _Fields(Struct, forbid_unknown_fields=True):
    """What a line may hold. *script* (ISO 15924) is not kept: a text tells its script itself."""

    kind: str
    text: Text
    language: Language | None = None
    id: QuoteId | None = None
    author: Text | None = None
    source: Text | None = None
    topics: tuple[TopicId, ...] | None = None
    translations: dict[Language, Text] | None = None
    script: Annotated[str, Meta(pattern=r"^[A-Z][a-z]{3}\Z")] | None = None


_decode = msgspec.json.Decoder(_Fields).decode
_encode = msgspec.json.Encoder(order="deterministic").encode


class Line(NamedTuple):
    """The quote of one line. *derived* says that its id was made from its content, so that the same id is the same line."""

    number: int
    quote: Quote
    derived: bool


@dataclass(frozen=True)
class Known:
    """What lines may refer to: the ids of topics, and the people that each language's proverbs are of."""

    topics: frozenset[str]
    peoples: Mapping[Language, Speaker]

    @classmethod
    def of(cls, corpus: Corpus) -> "Known":
        """The topics and peoples of the files of `quotes/`."""
        speakers = {speaker.id: speaker for speaker in corpus.speakers}
        return cls(frozenset(topic.id for topic in corpus.topics), {language: speakers[id_] for language, id_ in _PEOPLES.items()})


def numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of *stream* that are not empty, with their numbers from 1, read as they are consumed.

    One of more than `MAX_LINE_BYTES` is cut a little behind that: long enough to be refused, and short enough for the memory.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        number += 1
        line = line.removeprefix(_BOM) if number == 1 else line
        if line.strip():
            yield number, line.rstrip(b"\r\n")


@dataclass(frozen=True)
class LineReader:
    """Reads the lines of *path*; *language* is that of lines that name none."""

    path: Path
    known: Known
    language: Language | None = None

    def line(self, number: int, line: bytes) -> Line:
        """The quote of *line*.

        Raises:
            QuoteFileError: when it is not of the form that README describes.
        """
        try:
            fields = _fields(line)
            quote = self._quote(fields)
        except ValueError as error:
            raise QuoteFileError(self.path, number, printable(str(error))) from error
        return Line(number, quote, derived=fields.id is None)

    def _quote(self, fields: _Fields) -> Quote:
        language = fields.language or self.language
        if language is None:
            raise ValueError("no language: name it in the line, or with --language for all that name none")
        if fields.kind not in _KINDS:
            raise ValueError(f"unknown kind {fields.kind!r}; known are {', '.join(_KINDS)}")
        topics = tuple(dict.fromkeys(fields.topics or ()))
        if unknown := [topic for topic in topics if topic not in self.known.topics]:
            raise ValueError(f"unknown topic {unknown[0]!r}")
        if language in (fields.translations or {}):
            raise ValueError(f"a translation into {language}, which is the language of the text itself")
        quote = _made(fields, _KINDS[fields.kind], language, topics, self.known)
        return quote if fields.id else replace(quote, id=derived_id(quote, fields.text))


def _fields(line: bytes) -> _Fields:
    """The fields of a line, with sound texts in them; ValueError says what is wrong."""
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"longer than {MAX_LINE_BYTES:,} bytes")
    try:
        fields = _decode(line.decode())
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8 text") from error
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        raise ValueError(f"not valid JSON: {error}") from error
    texts = {"text": fields.text, "author": fields.author, "source": fields.source}
    texts |= {f"translations.{language}": text for language, text in (fields.translations or {}).items()}
    for name, text in texts.items():
        if text is not None and _CONTROL.search(text):
            raise ValueError(f"control characters in {name!r}")
        if text is not None and not _LETTER.search(text):
            raise ValueError(f"neither letters nor digits in {name!r}")
    return fields


def _made(fields: _Fields, kind: Kind, language: Language, topics: tuple[str, ...], known: Known) -> Quote:
    source = Source(f"source-{digest(fields.source)}", fields.source) if fields.source else None
    speaker, attribution = None, Attribution.ATTRIBUTED
    if fields.author:
        key = f"person-{digest(f'{language} {fields.author}')}"
        speaker = Speaker(key, SpeakerKind.PERSON, {language: fields.author})
    elif kind is Kind.PROVERB:
        speaker, attribution = known.peoples[language], Attribution.FOLK
    # A translation out of a book is the book's, and not ours.
    translations = (Rendering(other, RenderingType.TRANSLATION, text, source=source) for other, text in (fields.translations or {}).items())
    return Quote(
        id=fields.id or "",
        kind=kind,
        language=language,
        attribution=attribution,
        source=source,
        topics=topics,
        renderings=(Rendering(language, RenderingType.ORIGINAL, fields.text), *translations),
        asks={},
        speaker=speaker,
    )


def derived_id(quote: Quote, words: str) -> str:
    """An id from the folded words and from all of the quote: the same line has the same, and the same words otherwise told another."""
    return f"{quote.language}-{digest(normalise(words), 4)}-{digest(_encode(quote).decode(), 4)}"


def digest(text: str, size: int = 8) -> str:
    """*text* as a short name for it, of *size* bytes in hexadecimal."""
    return blake2b(text.encode(), digest_size=size).hexdigest()
