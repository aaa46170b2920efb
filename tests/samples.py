"""Quotes made for a test, where the words do not matter and the number of them does."""

from bot.corpus.quote import Attribution, Kind, Quote, Rendering, RenderingType, Source, Speaker, SpeakerKind
from bot.text.language import Language

ENGLISH = Speaker("english-people", SpeakerKind.PEOPLE, dict.fromkeys(Language, "English proverb"))
BOOK = Source("a-book", "A Book of Proverbs")


def sample(id_: str, kind: Kind = Kind.PROVERB, topics: tuple[str, ...] = ("work",), words: str | None = None) -> Quote:
    """A quote with this id, with *words* (its id when there are none) in every language."""
    text = words or id_
    original = Rendering(Language.EN, RenderingType.ORIGINAL, text)
    translations = (Rendering(language, RenderingType.TRANSLATION, text) for language in Language if language is not Language.EN)
    return Quote(
        id=id_,
        kind=kind,
        language=Language.EN,
        attribution=Attribution.FOLK,
        source=BOOK,
        topics=topics,
        renderings=(original, *translations),
        asks=dict.fromkeys(Language, (text, f"about {text}")),
        speaker=ENGLISH,
    )


def partial(id_: str, language: Language, words: str, kind: Kind = Kind.QUOTE, topics: tuple[str, ...] = ()) -> Quote:
    """A quote of which nothing is known but its own words, as an imported one may be."""
    original = Rendering(language, RenderingType.ORIGINAL, words)
    return Quote(id=id_, kind=kind, language=language, attribution=Attribution.ATTRIBUTED, topics=topics, renderings=(original,), asks={})


def samples(count: int, kind: Kind = Kind.PROVERB, topics: tuple[str, ...] = ("work",), name: str = "sample") -> list[Quote]:
    """*count* different quotes."""
    return [sample(f"{name}-{number}", kind, topics) for number in range(count)]
