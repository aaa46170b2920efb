"""What Telegram refuses by looking at a request alone: the lengths, patterns and counts of its methods."""

import re
from collections.abc import Callable, Iterable

from .decoding import Fields
from .entities import Formatted, formatted
from .errors import bad_request
from .keyboards import check_keyboard
from .people import JSON

# In characters, that is code points, after entities parsing.
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_ANSWER = 200
MAX_PROFILE = {"description": 512, "short_description": 120, "name": 64}
MAX_INLINE_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256

# What Telegram does not count as text, beside spaces: joiners, marks of direction, blanks that are letters or patterns.
_BLANKS = dict.fromkeys(
    [0xAD, 0x115F, 0x1160, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164, 0xFEFF, 0xFFA0]
)

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE_CODE = re.compile(r"([a-z]{2})?")
_SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)


def check_limits(method: str, fields: Fields) -> None:
    """Raise the refusal Telegram would answer to such *fields*, whatever has happened before."""
    if method in _CHECKS:
        _CHECKS[method](fields)


def message_text(fields: Fields, text_field: str = "text") -> Formatted:
    """The text of a message and its entities, refused when empty or too long."""
    content = formatted(fields, text_field, "entities")
    if not content.text.translate(_BLANKS).strip():
        raise bad_request("message text is empty")
    if len(content.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return content


def caption(fields: Fields) -> Formatted:
    """The caption of a file, empty when it has none."""
    content = formatted(fields, "caption", "caption_entities")
    if len(content.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return content


def _check_message(fields: Fields) -> None:
    message_text(fields)
    check_keyboard(fields.get("reply_markup"))


def _check_file(fields: Fields) -> None:
    caption(fields)
    check_keyboard(fields.get("reply_markup"))


def _check_markup(fields: Fields) -> None:
    check_keyboard(fields.get("reply_markup"))


def _check_callback_answer(fields: Fields) -> None:
    if len(fields.get("text", "")) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")


def _check_inline_answer(fields: Fields) -> None:
    results: list[JSON] = fields.get("results", [])
    if len(results) > MAX_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(result_id.encode()) <= MAX_RESULT_ID_BYTES for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        check_keyboard(result.get("reply_markup"))
        if content := result.get("input_message_content"):
            message_text(content, "message_text")


def _check_commands(fields: Fields) -> None:
    commands: list[JSON] = fields.get("commands", [])
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.fullmatch(command["command"]) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    if not all(1 <= len(command["description"]) <= MAX_COMMAND_DESCRIPTION for command in commands):
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    _check_language_code(fields)


def _check_profile(fields: Fields) -> None:
    for name, most in MAX_PROFILE.items():
        if len(fields.get(name, "")) > most:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
    _check_language_code(fields)


def _check_language_code(fields: Fields) -> None:
    if not _LANGUAGE_CODE.fullmatch(fields.get("language_code", "")):
        raise bad_request("invalid language code specified")


def _check_webhook(fields: Fields) -> None:
    if fields.get("url") and not fields["url"].startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if fields.get("secret_token") and not _SECRET_TOKEN.fullmatch(fields["secret_token"]):
        raise bad_request("secret token contains unallowed characters")


def _check_action(fields: Fields) -> None:
    if fields.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")


def _each(methods: Iterable[str], check: Callable[[Fields], None]) -> dict[str, Callable[[Fields], None]]:
    return dict.fromkeys(methods, check)


_CHECKS: dict[str, Callable[[Fields], None]] = {
    **_each(["sendMessage", "editMessageText"], _check_message),
    **_each(["sendDocument", "sendPhoto"], _check_file),
    **_each(["setMyDescription", "setMyShortDescription", "setMyName"], _check_profile),
    **_each(["getMyDescription", "getMyShortDescription", "getMyName"], _check_language_code),
    **_each(["getMyCommands", "deleteMyCommands"], _check_language_code),
    "editMessageReplyMarkup": _check_markup,
    "answerCallbackQuery": _check_callback_answer,
    "answerInlineQuery": _check_inline_answer,
    "setMyCommands": _check_commands,
    "setWebhook": _check_webhook,
    "sendChatAction": _check_action,
}
