"""What may be sent to a chat the bot is in."""

from .decoding import Fields
from .errors import bad_request
from .people import Chat
from .state import State


def check_permissions(state: State, chat: Chat, fields: Fields, kind: str) -> None:
    """Refuse a message of a *kind*, such as "text messages", to a chat that is muted or a topic that is not open."""
    if chat.id in state.muted:
        raise bad_request(f"not enough rights to send {kind} to the chat")
    if thread_id := fields.get("message_thread_id"):
        _check_topic(state, chat, thread_id)


def _check_topic(state: State, chat: Chat, thread_id: int) -> None:
    match state.topics.get((chat.id, thread_id)):
        case "closed":
            raise bad_request("TOPIC_CLOSED")
        # In a group without topics any thread will do: old replies have threads there too.
        case None if any(chat_id == chat.id for chat_id, _ in state.topics):
            raise bad_request("message thread not found")
