"""What a quote is: one saying under one id, with its renderings in all languages side by side."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from bot.text.language import Language

MAX_ID_CHARS = 40
# The id of a quote that is not stored yet; none that is stored may have it.
UNSAVED = "unsaved"
# A button carries "m:<topic>:<id>", and Telegram allows it 64 bytes.
MAX_TOPIC_ID_CHARS = 16
MAX_TEXT_CHARS = 1000

QuoteId = Annotated[str, Meta(pattern=rf"^[a-z0-9][a-z0-9-]{{0,{MAX_ID_CHARS - 1}}}\Z")]
TopicId = Annotated[str, Meta(pattern=rf"^[a-z][a-z-]{{0,{MAX_TOPIC_ID_CHARS - 1}}}\Z")]
Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*\Z")]
Text = Annotated[str, Meta(min_length=1, max_length=MAX_TEXT_CHARS)]
# A date as exactly as it is known: "1862", "2025-09" or "2025-09-02" (ISO 8601, reduced precision).
PartialDate = Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")]
# Neither infinite nor "not a number", and no larger than anything people count.
Amount = Annotated[float, Meta(ge=-1e18, le=1e18)]
Names = Mapping[Language, Text]


class Kind(StrEnum):
    """What sort of saying it is; commands and pools are by kind."""

    PROVERB = "proverb"
    QUOTE = "quote"
    FACT = "fact"


class Attribution(StrEnum):
    """How sure it is that these are the words of whoever they are ascribed to."""

    VERIFIED = "verified"
    ATTRIBUTED = "attributed"
    FOLK = "folk"
    DISPUTED = "disputed"


class RenderingType(StrEnum):
    """Where a wording comes from: a reader must never take a translation for somebody's own words."""

    ORIGINAL = "original"
    PUBLISHED = "published"
    TRANSLATION = "translation"
    EQUIVALENT = "equivalent"


class SpeakerKind(StrEnum):
    """A person, an institution (for figures), or the people a proverb comes from."""

    PERSON = "person"
    INSTITUTION = "institution"
    PEOPLE = "people"


class _Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen record that refuses fields it does not know: a misspelt one must not vanish in silence."""


class Topic(_Record, frozen=True):
    """A topic, its names, and the other words people use for it."""

    id: TopicId
    names: Names
    aliases: Mapping[Language, tuple[Text, ...]] = {}


class NearMiss(_Record, frozen=True):
    """What people ask who have read a quote, and no quote tells: their questions on one subject, in all languages."""

    id: Key
    asks: Mapping[Language, tuple[Text, ...]]


class Speaker(_Record, frozen=True):
    """Whose words or figures these are. *names* of a people read as "Kazakh proverb"; *about* is the person's office.

    By their *aliases* people are found, too, and not shown: "Lao Tzu", 孔夫子.
    """

    id: Key
    kind: SpeakerKind
    names: Names
    about: Names | None = None
    aliases: Mapping[Language, tuple[Text, ...]] = {}


class Source(_Record, frozen=True):
    """Where a wording stands in print, as the source names itself. *address* is a URL."""

    id: Key
    title: Text
    publisher: Text | None = None
    date: PartialDate | None = None
    address: Annotated[str, Meta(pattern=r"^https?://\S+\Z")] | None = None


class Figure(_Record, frozen=True):
    """One value that each language writes in its own way; exactly one of the value fields is set.

    *money* comes with *currency* (ISO 4217); *percent* is 6.8 for 6.8 %; *month* is "2024-07"; *by* says whose figure it is.
    """

    money: Amount | None = None
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")] | None = None
    percent: Amount | None = None
    number: Amount | None = None
    date: datetime.date | None = None
    month: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}\Z")] | None = None
    year: Annotated[int, Meta(ge=1, le=9999)] | None = None
    by: Speaker | None = None


class Rendering(_Record, frozen=True):
    """One wording in one language. *text* of a fact may hold `{name}` of a figure. *variants* are what people also say."""

    language: Language
    type: RenderingType
    text: Text
    variants: tuple[Text, ...] = ()
    source: Source | None = None


class Quote(_Record, frozen=True, kw_only=True):
    """A saying: words somebody said, that a people says, or a fact.

    *language* is the one it was first said in; *reported* marks words handed down in indirect speech; *asks* are the
    questions and keywords by which people would ask for it; *cited_by* is who brought a proverb into the news, on *date*.

    A quote of the files has a source, a topic, and asks and a rendering in every language; an imported one may lack any of them but its
    own words.
    """

    id: QuoteId
    kind: Kind
    language: Language
    attribution: Attribution
    source: Source | None = None
    topics: tuple[TopicId, ...]
    renderings: tuple[Rendering, ...]
    asks: Mapping[Language, tuple[Text, ...]]
    speaker: Speaker | None = None
    cited_by: Speaker | None = None
    date: PartialDate | None = None
    reported: bool = False
    figures: Mapping[str, Figure] = {}
