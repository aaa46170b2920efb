"""Methods that pin messages, and the service message a pin leaves."""

from collections.abc import Callable

from .decoding import Fields
from .errors import bad_request
from .members import ADMINISTRATORS
from .people import JSON, Chat
from .state import State


def pin_chat_message(state: State, fields: Fields) -> bool:
    """pinChatMessage; the message pinned last stands last in `pinned`."""
    chat, message = _pinnable(state, fields, "message to pin not found")
    pinned = state.pinned.setdefault(chat.id, [])
    if message["message_id"] in pinned:
        pinned.remove(message["message_id"])
    pinned.append(message["message_id"])
    _tell(state, chat, message)
    return True


def unpin_chat_message(state: State, fields: Fields) -> bool:
    """unpinChatMessage; without a message id the one pinned last."""
    pinned = state.pinned.get(state.writable_chat_of(fields).id, [])
    latest = {"message_id": pinned[-1]} if pinned else {}
    chat, message = _pinnable(state, latest | fields, "message to unpin not found")
    if message["message_id"] in pinned:
        state.pinned[chat.id].remove(message["message_id"])
    return True


def _pinnable(state: State, fields: Fields, unknown: str) -> tuple[Chat, JSON]:
    chat = state.writable_chat_of(fields)
    message = state.message_json(chat, fields.get("message_id", 0))
    if message is None:
        raise bad_request(unknown)
    if not chat.is_private and state.status_in(chat, state.bot) not in ADMINISTRATORS:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat, message


def _tell(state: State, chat: Chat, pinned: JSON) -> None:
    """Send the service message: of what a bot does itself it hears almost nothing, but of this it does."""
    author = {"sender_chat": chat.to_json()} if chat.is_channel else {"from": state.bot.to_json()}
    service: JSON = {"message_id": state.next_message_id(), "date": int(state.clock()), "chat": chat.to_json()} | author
    # What is replied to goes one level deep.
    service["pinned_message"] = {name: value for name, value in pinned.items() if name != "reply_to_message"}
    state.heard[chat.id, service["message_id"]] = service
    state.delivery.push("channel_post" if chat.is_channel else "message", service)


PINNING: dict[str, Callable[[State, Fields], object]] = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
