"""Methods that answer queries and tell of chats and their members."""

from collections.abc import Callable

from .decoding import Fields
from .errors import bad_request
from .members import ADMINISTRATORS, member_json
from .people import JSON, User
from .state import State

_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()


def answer_callback_query(state: State, fields: Fields) -> bool:
    """answerCallbackQuery."""
    state.open_query(state.callback_queries, str(fields.get("callback_query_id")))
    return True


def answer_inline_query(state: State, fields: Fields) -> bool:
    """answerInlineQuery; the results can then be chosen."""
    query_id = str(fields.get("inline_query_id"))
    state.open_query(state.inline_queries, query_id)
    state.inline_answers[query_id] = fields.get("results", [])
    return True


def get_chat(state: State, fields: Fields) -> JSON:
    """getChat, with what a `ChatFullInfo` must hold."""
    required = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    return state.chat_of(fields).to_json() | required


def get_chat_member(state: State, fields: Fields) -> JSON:
    """getChatMember; a known person who never spoke in the chat has left it."""
    chat = state.chat_of(fields)
    user_id = fields.get("user_id", 0)
    user = state.bot if user_id == state.bot.id else state.users.get(user_id)
    status = state.members.get((chat.id, user_id))
    if user is None and status is None:
        raise bad_request("user not found")
    return member_json(chat, user or User(user_id, f"User {user_id}"), status or "left")


def get_chat_administrators(state: State, fields: Fields) -> list[JSON]:
    """getChatAdministrators; bots other than this one are not told of."""
    chat = state.chat_of(fields)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        get_chat_member(state, {"chat_id": chat.id, "user_id": user_id})
        for (chat_id, user_id), status in state.members.items()
        if chat_id == chat.id and status in ADMINISTRATORS
    ]


def leave_chat(state: State, fields: Fields) -> bool:
    """leaveChat; sending there is forbidden from now on."""
    chat = state.joined_chat_of(fields)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    state.members[chat.id, state.bot.id] = "left"
    return True


ANSWERING: dict[str, Callable[[State, Fields], object]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
