"""Patterns of phrases, as they are folded."""

from bot.text.normalise import normalise


def any_of(phrases: str) -> str:
    """What matches any of the *phrases*, parted by "/" or lines: each folded, the longest first, with nothing around them all."""
    return "|".join(sorted({normalise(phrase) for phrase in phrases.replace("\n", "/").split("/")} - {""}, key=len, reverse=True))
