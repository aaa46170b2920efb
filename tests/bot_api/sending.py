"""Methods that write, change and delete messages."""

from collections.abc import Callable
from dataclasses import replace

from .decoding import Fields, Upload
from .entities import Formatted
from .errors import NOT_MODIFIED, bad_request
from .keyboards import inline_keyboard
from .limits import caption, message_text
from .messages import BotMessage
from .people import JSON, Chat
from .permissions import check_permissions
from .state import State


def send_message(state: State, fields: Fields) -> JSON:
    """sendMessage."""
    return _send(state, fields, message_text(fields), {})


def send_document(state: State, fields: Fields) -> JSON:
    """sendDocument."""
    file = _file(fields, "document")
    upload = _upload(fields, "document")
    if upload:
        file |= {"file_name": upload.filename, "mime_type": upload.content_type}
    return _send(state, fields, caption(fields), {"document": file})


def send_photo(state: State, fields: Fields) -> JSON:
    """sendPhoto."""
    return _send(state, fields, caption(fields), {"photo": [_file(fields, "photo") | {"width": 1, "height": 1}]})


def _upload(fields: Fields, name: str) -> Upload | None:
    value = fields.get(name)
    if isinstance(value, str) and value.startswith("attach://"):
        value = fields.get(value.removeprefix("attach://"))
    return value if isinstance(value, Upload) else None


def _file(fields: Fields, name: str) -> JSON:
    if upload := _upload(fields, name):
        file_id = f"file-{upload.filename}"
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(upload.content)}
    file_id = fields.get(name) or ""
    if not file_id or file_id.startswith("attach://"):
        raise bad_request(f"there is no {name} in the request")
    return {"file_id": file_id, "file_unique_id": file_id}


def _send(state: State, fields: Fields, content: Formatted, media: JSON) -> JSON:
    chat = state.writable_chat_of(fields)
    check_permissions(state, chat, fields, _kind(media))
    message = BotMessage(
        text=content.text,
        entities=content.entities,
        reply_markup=_sent_markup(fields.get("reply_markup")),
        chat=chat,
        message_id=state.next_message_id(),
        date=int(state.clock()),
        media=media,
        reply_to=_replied_message(state, chat, fields),
        thread_id=fields.get("message_thread_id"),
    )
    state.keep(chat, message)
    return message.to_json(state.bot)


def _kind(media: JSON) -> str:
    return f"{next(iter(media))}s" if media else "text messages"


def _sent_markup(reply_markup: JSON | None) -> JSON | None:
    # Reply keyboards, their removal and forced replies are kept as they came.
    return inline_keyboard(reply_markup) if "inline_keyboard" in (reply_markup or {}) else reply_markup


def _replied_message(state: State, chat: Chat, fields: Fields) -> JSON | None:
    parameters = fields.get("reply_parameters")
    if not parameters:
        return None
    replied = state.message_json(chat, parameters["message_id"])
    if replied is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return replied


def edit_message_text(state: State, fields: Fields) -> JSON | bool:
    """editMessageText, of a message in a chat or an inline message."""
    message = _message_to_edit(state, fields)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _edit(state, message, message_text(fields), inline_keyboard(fields.get("reply_markup")))


def edit_message_reply_markup(state: State, fields: Fields) -> JSON | bool:
    """editMessageReplyMarkup, of a message in a chat or an inline message."""
    message = _message_to_edit(state, fields)
    content = Formatted(message.text, message.entities)
    return _edit(state, message, content, inline_keyboard(fields.get("reply_markup")))


def _message_to_edit(state: State, fields: Fields) -> BotMessage:
    if inline_message_id := fields.get("inline_message_id"):
        if inline_message_id not in state.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return state.inline_messages[inline_message_id]
    if not fields.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = state.writable_chat_of(fields)
    key = (chat.id, fields["message_id"])
    if key in state.heard:
        raise bad_request("message can't be edited")
    if key not in state.messages:
        raise bad_request("message to edit not found")
    return state.messages[key]


def _edit(state: State, message: BotMessage, content: Formatted, keyboard: JSON | None) -> JSON | bool:
    if message.same_as(content, keyboard):
        raise bad_request(NOT_MODIFIED)
    edited = replace(
        message,
        text=content.text,
        entities=content.entities,
        reply_markup=keyboard,
        edit_date=int(state.clock()),
    )
    if edited.chat is None:
        state.inline_messages[edited.inline_message_id] = edited
        return True
    state.messages[edited.chat.id, edited.message_id] = edited
    return edited.to_json(state.bot)


def delete_message(state: State, fields: Fields) -> bool:
    """deleteMessage, the bot's own or, where it may, a person's."""
    key = (state.writable_chat_of(fields).id, fields.get("message_id", 0))
    if state.messages.pop(key, None) is None and state.heard.pop(key, None) is None:
        raise bad_request("message to delete not found")
    chat_id, message_id = key
    if message_id in state.pinned.get(chat_id, []):
        state.pinned[chat_id].remove(message_id)
    return True


def send_chat_action(state: State, fields: Fields) -> bool:
    """sendChatAction."""
    state.writable_chat_of(fields)
    return True


SENDING: dict[str, Callable[[State, Fields], object]] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
}
