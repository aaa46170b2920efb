"""The fields in which a collection tells of one saying, whatever the format of its file: into a quote, and back without loss."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from bot.corpus.quote import (
    UNSAVED,
    Attribution,
    Kind,
    Quote,
    QuoteId,
    Rendering,
    RenderingType,
    Source,
    Speaker,
    SpeakerKind,
    Text,
    TopicId,
)
from bot.corpus.reader import Corpus, unshowable
from bot.errors import QuoteFileError
from bot.text.language import Language
from bot.text.normalise import normalise

# The longest record of our own has 25,000 bytes; a longer line is no line of ours, and is not read to its end. The module `csv` takes
# no longer cell either.
MAX_LINE_BYTES = 131_072
# What collections call their sayings, and what these are here.
KINDS = {**{str(kind): kind for kind in Kind}, **dict.fromkeys(("idiom", "saying", "xiehouyu"), Kind.PROVERB), "poem": Kind.QUOTE}
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


class Fields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a line may hold. *script* (ISO 15924) is not kept: a text tells its script itself.

    *record* is the whole quote where the other fields cannot say all of it; it decides, and what stands beside it has to agree.
    """

    id: QuoteId | None = None
    kind: str
    language: Language | None = None
    text: Text
    author: Text | None = None
    source: Text | None = None
    topics: tuple[TopicId, ...] | None = None
    translations: dict[Language, Text] | None = None
    script: Annotated[str, Meta(pattern=r"^[A-Z][a-z]{3}\Z")] | None = None
    record: Quote | None = None


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


class Readable(Protocol):
    """What files are read from: any binary stream."""

    def read(self, size: int, /) -> bytes:
        """At most *size* bytes; none at the end."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or as much of it as *size* bytes; none at the end."""


@dataclass(frozen=True)
class FileReader(ABC):
    """Reads *path*; *language* is that of lines that name none, *collection* the group whose own they are to be, None being everybody.

    Of more than *max_bytes* no more is read; None reads files of any size, in little memory.
    """

    path: Path
    known: Known
    language: Language | None = None
    collection: int | None = None
    max_bytes: int | None = None

    @abstractmethod
    def lines(self, stream: Readable) -> Iterator[Line | QuoteFileError]:
        """What each line of *stream* holds, or what is wrong with it, read as it is consumed.

        Raises:
            QuoteFileError: when the file as a whole cannot be read on.
        """

    def _line(self, number: int, fields: Fields) -> Line:
        """The line of *fields*; ValueError says what is wrong with them."""
        if UNSAVED in {fields.id, fields.record and fields.record.id}:
            raise ValueError(f"the id {UNSAVED!r} is for sayings that are not saved yet")
        if fields.record is not None:
            return Line(number, _recorded(fields, fields.record, self.known), derived=False)
        quote = quote_of(fields, self.known, self.language)
        return Line(number, quote if fields.id else replace(quote, id=derived_id(quote, fields.text, self.collection)), not fields.id)

    def _problem(self, number: int, problem: object) -> QuoteFileError:
        return QuoteFileError(self.path, number, str(problem))


def quote_of(fields: Fields, known: Known, language: Language | None = None) -> Quote:
    """The quote that *fields* without a record make, in *language* when they name none; its id is "" when they give none.

    Raises:
        ValueError: says what is wrong with them.
    """
    _check_texts(fields)
    language = fields.language or language
    if language is None:
        raise ValueError("no language: name it in the line, or with --language for all that name none")
    kind = _kind(fields)
    topics = tuple(dict.fromkeys(fields.topics or ()))
    _check_topics(topics, known)
    if language in (fields.translations or {}):
        raise ValueError(f"a translation into {language}, which is the language of the text itself")
    return _made(fields, kind, language, topics, known)


def written(quote: Quote, known: Known) -> dict[str, Any]:
    """The fields that say all of *quote*, in their order, as plain values: without a record where the other fields will do."""
    fields = _plain(quote)
    try:
        lossless = quote_of(msgspec.convert(fields, Fields), known) == quote
    except ValueError:
        lossless = False
    if lossless:
        return fields
    kept = {name: value for name, value in fields.items() if name in {"id", "kind", "language", "text"}}
    return {**kept, "record": msgspec.to_builtins(quote, order="deterministic")}


def own_text(quote: Quote) -> str:
    """The words a quote is known by: the original or, without one, the first in its own language, or the first at all; "" of none."""
    mains = [one for one in quote.renderings if one.type is not RenderingType.EQUIVALENT and one.language is quote.language]
    originals = [one for one in quote.renderings if one.type is RenderingType.ORIGINAL]
    return next((one.text for one in (*originals, *mains, *quote.renderings)), "")


def _plain(quote: Quote) -> dict[str, Any]:
    """What the fields without a record can say of *quote*."""
    # In the order of the languages: the columns of a sheet have no other.
    translations = {str(one.language): one.text for one in sorted(quote.renderings, key=_place) if one.type is RenderingType.TRANSLATION}
    person = quote.speaker if quote.speaker and quote.speaker.kind is SpeakerKind.PERSON else None
    fields: dict[str, Any] = {
        "id": quote.id,
        "kind": str(quote.kind),
        "language": str(quote.language),
        "text": own_text(quote),
        "author": person and person.names.get(quote.language),
        "source": quote.source and quote.source.title,
        "topics": list(quote.topics),
        "translations": translations,
    }
    return {name: value for name, value in fields.items() if value}


_LANGUAGES = list(Language)


def _place(rendering: Rendering) -> int:
    return _LANGUAGES.index(rendering.language)


def _recorded(fields: Fields, record: Quote, known: Known) -> Quote:
    """The *record*, when nothing speaks against it; ValueError says what does."""
    own = own_text(record)
    if not own:
        raise ValueError("a 'record' without any wording")
    said = {"id": fields.id or record.id, "kind": _kind(fields), "language": fields.language or record.language, "text": fields.text}
    for name, value in {"id": record.id, "kind": record.kind, "language": record.language, "text": own}.items():
        if said[name] != value:
            raise ValueError(f"{name!r} is not that of the 'record' beside it")
    for name in ("author", "source", "topics", "translations"):
        if getattr(fields, name):
            raise ValueError(f"{name!r} beside a 'record', which says all of the quote")
    for text in _strings(msgspec.to_builtins(record)):
        if _CONTROL.search(text):
            raise ValueError("control characters in 'record'")
    _check_topics(record.topics, known)
    for problem, _ in unshowable(record):
        raise ValueError(problem)
    return record


def _strings(value: object) -> Iterator[str]:
    """Every text in plain values."""
    match value:
        case str():
            yield value
        case dict():
            for name, item in value.items():
                yield name
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)


def _check_texts(fields: Fields) -> None:
    texts = {"text": fields.text, "author": fields.author, "source": fields.source}
    texts |= {f"translations.{language}": text for language, text in (fields.translations or {}).items()}
    for name, text in texts.items():
        if text is not None and _CONTROL.search(text):
            raise ValueError(f"control characters in {name!r}")
        if text is not None and not _LETTER.search(text):
            raise ValueError(f"neither letters nor digits in {name!r}")


def _kind(fields: Fields) -> Kind:
    if fields.kind not in KINDS:
        raise ValueError(f"unknown kind {fields.kind[:40]!r}; known are {', '.join(KINDS)}")
    return KINDS[fields.kind]


def _check_topics(topics: tuple[str, ...], known: Known) -> None:
    if unknown := [topic for topic in topics if topic not in known.topics]:
        raise ValueError(f"unknown topic {unknown[0]!r}")


def _made(fields: Fields, kind: Kind, language: Language, topics: tuple[str, ...], known: Known) -> Quote:
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


def derived_id(quote: Quote, words: str, collection: int | None = None) -> str:
    """An id from the folded words and from all of the quote: the same line has the same, and the same words otherwise told another.

    Ids are unique over all collections, so two groups that take in the same file have ids of their own for its lines.
    """
    content = _encode(quote).decode()
    return f"{quote.language}-{digest(normalise(words), 4)}-{digest(content if collection is None else f'{collection} {content}', 4)}"


def digest(text: str, size: int = 8) -> str:
    """*text* as a short name for it, of *size* bytes in hexadecimal."""
    return blake2b(text.encode(), digest_size=size).hexdigest()
