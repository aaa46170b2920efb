"""Lists of phrases, and patterns of them as they are folded."""

from collections.abc import Iterator

from bot.text.normalise import normalise


def each(phrases: str) -> Iterator[str]:
    """The *phrases*, which are parted by "/" or lines, one by one."""
    return filter(None, (phrase.strip() for phrase in phrases.replace("\n", "/").split("/")))


def any_of(phrases: str) -> str:
    """What matches any of the *phrases*: each folded, the longest first, with nothing around them all."""
    return "|".join(sorted({normalise(phrase) for phrase in each(phrases)} - {""}, key=len, reverse=True))
