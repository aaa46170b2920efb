"""Text with entities, checked as Telegram checks it. Offsets and lengths are UTF-16 code units."""

import functools
import re
from dataclasses import dataclass

from .decoding import Fields
from .errors import bad_request
from .html_text import parse_html
from .people import JSON

_COMMAND = r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])"
_MENTION = r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)"
_DETECTED = re.compile(f"(?P<bot_command>{_COMMAND})|(?P<mention>{_MENTION})", re.UNICODE)


@dataclass(frozen=True)
class Formatted:
    """Text after entities parsing."""

    text: str
    entities: tuple[JSON, ...]


def utf16_length(text: str) -> int:
    """The length of *text* in UTF-16 code units, half characters among them: people's clients send such."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(fields: Fields, text_field: str, entities_field: str) -> Formatted:
    """The text of *fields* after entities parsing; a parse mode wins over given entities, as at Telegram."""
    text = fields.get(text_field) or ""
    match fields.get("parse_mode"):
        case None | "":
            entities = fields.get(entities_field) or []
        case mode if mode.upper() == "HTML":
            text, entities = parse_html(text)
        case _:  # Markdown is not spoken here
            raise bad_request("unsupported parse_mode")
    check_entities(text, entities)
    return Formatted(text, tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))))


def check_entities(text: str, entities: list[JSON]) -> None:
    """Refuse entities that leave the text or split a surrogate pair."""
    if not entities:
        return
    byte_offsets = _byte_offsets(text)
    length = utf16_length(text)
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin < 0 or end <= begin:
            raise bad_request(f"can't parse entities: entity at UTF-16 offset {begin} has no text")
        if begin >= length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if begin not in byte_offsets:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {byte_offsets[begin + 1]}")
        if end > length:
            raise bad_request(f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}")
        if end not in byte_offsets:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol at byte offset {byte_offsets[end + 1]}"
            )


@functools.lru_cache(maxsize=64)  # one announcement is checked for every chat, and twice: as a request and as a message
def _byte_offsets(text: str) -> dict[int, int]:
    """From UTF-16 offsets at which a code point begins or the text ends, to UTF-8 offsets."""
    offsets = {0: 0}
    utf16, utf8 = 0, 0
    for char in text:
        utf16 += 2 if char > "\uffff" else 1
        utf8 += len(char.encode())
        offsets[utf16] = utf8
    return offsets


def detected_entities(text: str) -> list[JSON]:
    """The commands and mentions in what a person typed, as Telegram marks them."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _DETECTED.finditer(text)
    ]


def entity_text(text: str, entity: JSON) -> str:
    """The part of *text* that *entity* marks."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "surrogatepass")
