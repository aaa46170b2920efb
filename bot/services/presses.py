"""Intents as the data of buttons, and back: complete in themselves, so that a button works weeks later and after a restart."""

import re

from bot.corpus.quote import Kind
from bot.services.intents import Another, ChooseLanguage, Draw, DrawTopic, Intent, Open, SetLanguage, Unknown
from bot.text.language import Language

# Telegram's limit on callback_data, in bytes.
MAX_BYTES = 64

_LANGUAGES = "|".join(Language)
_ID = r"[a-z0-9][a-z0-9-]{0,39}"
_TOPIC = r"[a-z][a-z-]{0,15}"
_OPEN = re.compile(rf"([os]):({_LANGUAGES}|):({_ID})")
_ANOTHER = re.compile(rf"m:({_LANGUAGES}):({_TOPIC})?:({_ID})")
_TOPIC_PRESS = re.compile(rf"t:({_LANGUAGES}):({_TOPIC})?")
_LANGUAGE_PRESS = re.compile(rf"l:({_LANGUAGES}|auto|)")
_DRAW = re.compile(rf"d:({_LANGUAGES}):([a-z+]+)")


def to_press(intent: Intent) -> str:
    """The data of a button that means *intent*, 1–64 bytes of ASCII.

    Raises:
        ValueError: for an intent that no button stands for.
    """
    match intent:
        case Open(quote_id, language, detailed):
            return f"{'s' if detailed else 'o'}:{language or ''}:{quote_id}"
        case Another(quote_id, topic, language):
            return f"m:{language}:{topic or ''}:{quote_id}"
        case DrawTopic(words, language) if language:
            return f"t:{language}:{words}"
        case SetLanguage(language):
            return f"l:{language or 'auto'}"
        case ChooseLanguage():
            return "l:"
        case Draw(kinds, "", language) if language:
            return f"d:{language}:{'+'.join(kinds)}"
        case _:
            raise ValueError(f"no button stands for {type(intent).__name__}")


def parse_press(data: str) -> Intent:
    """What a pressed button means; `Unknown` for anything no button of ours ever said."""
    if found := _OPEN.fullmatch(data):
        return Open(found[3], Language(found[2]) if found[2] else None, detailed=found[1] == "s")
    if found := _ANOTHER.fullmatch(data):
        return Another(found[3], found[2], Language(found[1]))
    if found := _TOPIC_PRESS.fullmatch(data):
        return DrawTopic(found[2] or "", Language(found[1]))
    if found := _LANGUAGE_PRESS.fullmatch(data):
        chosen = found[1]
        return ChooseLanguage() if not chosen else SetLanguage(None if chosen == "auto" else Language(chosen))
    if found := _DRAW.fullmatch(data):
        kinds = found[2].split("+")
        if set(kinds) <= set(Kind) and len(set(kinds)) == len(kinds):
            return Draw(tuple(Kind(kind) for kind in kinds), language=Language(found[1]))
    return Unknown()


def rewrites(data: str) -> bool:
    """Whether a press changes the message it stands under, and does not ask for a further one."""
    return isinstance(parse_press(data), Open | SetLanguage | ChooseLanguage)
