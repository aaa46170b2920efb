"""A message of the bot as it stands now."""

from dataclasses import dataclass, field

from .entities import Formatted
from .people import JSON, Chat, User


@dataclass(frozen=True)
class BotMessage:
    """What the bot has sent; an edit puts a changed copy in its place in the server's `messages`.

    An inline message has an *inline_message_id* and neither chat nor message id. A file has its caption as *text*;
    *media* is then the part of the `Message` that describes it.
    """

    text: str
    entities: tuple[JSON, ...] = ()
    reply_markup: JSON | None = None
    chat: Chat | None = None
    message_id: int = 0
    inline_message_id: str = ""
    date: int = 0
    edit_date: int = 0
    media: JSON = field(default_factory=dict)
    reply_to: JSON | None = None
    thread_id: int | None = None

    @property
    def buttons(self) -> list[JSON]:
        """The buttons of the inline keyboard, row by row, from the left."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def same_as(self, content: Formatted, keyboard: JSON | None) -> bool:
        """Whether an edit to *content* and *keyboard* would change nothing."""
        return (self.text, self.entities, self.reply_markup) == (content.text, content.entities, keyboard)

    def to_json(self, sender: User) -> JSON:
        """The `Message` object of the Bot API, for a message that lies in a chat."""
        assert self.chat is not None
        text_field, entities_field = ("caption", "caption_entities") if self.media else ("text", "entities")
        optional = {
            text_field: self.text,
            entities_field: list(self.entities),
            # Only inline keyboards come back in a Message.
            "reply_markup": self.reply_markup if self.buttons else None,
            "reply_to_message": self.reply_to,
            "message_thread_id": self.thread_id,
            "is_topic_message": self.thread_id is not None,
            "edit_date": self.edit_date,
        }
        # Whoever posts in a channel posts as the channel.
        author = {"sender_chat": self.chat.to_json()} if self.chat.is_channel else {"from": sender.to_json()}
        required = {"message_id": self.message_id, "date": self.date, "chat": self.chat.to_json()}
        return required | author | self.media | {name: value for name, value in optional.items() if value}
