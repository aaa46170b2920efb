"""Replies as Telegram wants them: plain text with entities, so that nobody's words are ever read as markup."""

from dataclasses import dataclass
from urllib.parse import quote as quote_url

from telegram.constants import MessageEntityType, MessageLimit

from bot.fronts.telegram.handling import JSON
from bot.rendering.reply import Button, Reply, Share, Span, Style, Visit
from bot.services.intents import DEEP_LINK_PREFIX
from bot.services.presses import to_press

_TYPES = {Style.BOLD: MessageEntityType.BOLD, Style.ITALIC: MessageEntityType.ITALIC}
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Outgoing:
    """The parts of a message as the Bot API takes them: plain values, for the library's objects take longer to make than to send."""

    text: str
    entities: list[JSON]
    keyboard: JSON | None


def to_message(reply: Reply, username: str) -> Outgoing:
    """The reply as text of at most 4,096 characters, entities and keyboard; *username* is the bot's, for deep links."""
    text = ""
    entities: list[JSON] = []
    for span in _fitting(reply.spans):
        entities += _entities(span, _utf16_units(text), _utf16_units(span.text))
        text += span.text
    rows = [[_button(button, username) for button in row] for row in reply.buttons if row]
    return Outgoing(text, entities, {"inline_keyboard": rows} if rows else None)


def deep_link(username: str, quote_id: str) -> str:
    """The address that opens a chat with the bot at one quote."""
    return f"https://t.me/{username}?start={DEEP_LINK_PREFIX}{quote_id}"


def _utf16_units(text: str) -> int:
    """The length of *text* as Telegram counts offsets of entities."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(spans: tuple[Span, ...]) -> list[Span]:
    """The spans, cut where a message would be too long."""
    room = int(MessageLimit.MAX_TEXT_LENGTH)
    fitting: list[Span] = []
    for span in spans:
        if len(span.text) > room:
            fitting.append(Span(span.text[: max(room - 1, 0)] + _ELLIPSIS if room else "", span.style))
            break
        fitting.append(span)
        room -= len(span.text)
    return [span for span in fitting if span.text]


def _entities(span: Span, offset: int, length: int) -> list[JSON]:
    entities: list[JSON] = []
    if span.style in _TYPES:
        entities.append({"type": _TYPES[span.style], "offset": offset, "length": length})
    url = f"tg://user?id={span.person_id}" if span.person_id else span.url
    if url:
        entities.append({"type": MessageEntityType.TEXT_LINK, "offset": offset, "length": length, "url": url})
    return entities


def _button(button: Button, username: str) -> JSON:
    if isinstance(button.action, Share):
        link = quote_url(deep_link(username, button.action.quote_id), safe="")
        return {"text": button.label, "url": f"https://t.me/share/url?url={link}"}
    if isinstance(button.action, Visit):
        return {"text": button.label, "url": deep_link(username, button.action.quote_id)}
    return {"text": button.label, "callback_data": to_press(button.action)}
