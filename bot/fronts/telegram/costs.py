"""What an update uses, and of whose budget: read from its JSON, before anything is built of it or kept, so that a flood costs little."""

from typing import NamedTuple

from bot.fronts.telegram.handling import JSON
from bot.services.budgets import Use
from bot.services.intents import COMMANDS
from bot.services.presses import parse_press
from bot.services.upkeep_intents import Report

_COMMANDS = {command.name for command in COMMANDS}
_MESSAGES = ("message", "edited_message", "channel_post")


class Cost(NamedTuple):
    """What `Budgets.admit` wants to know."""

    use: Use
    person_id: int
    chat_id: int


def cost_of(update: JSON, bot_id: int, username: str) -> Cost | None:
    """What an *update* uses; None costs nothing: other people's talk in a group, or what Telegram itself tells.

    Other people's talk is not counted: else a lively group would be told that it asks too much, and never have asked.
    """
    if query := update.get("callback_query"):
        return _cost_of_press(query)
    if query := update.get("inline_query"):
        return Cost(Use.SEARCH, query["from"]["id"], query["from"]["id"])
    message = next((update[kind] for kind in _MESSAGES if kind in update), None)
    if message is None or not _is_addressed(message, bot_id, username.casefold()):
        return None
    chat_id = message["chat"]["id"]
    # Of those who speak as a group or a channel all have one number, wherever they are.
    masked = "sender_chat" in message or "from" not in message
    return Cost(Use.QUESTION, chat_id if masked else message["from"]["id"], chat_id)


def _cost_of_press(query: JSON) -> Cost:
    person_id = query["from"]["id"]
    intent = parse_press(query.get("data", ""))
    # Of the rest of what editors have to look at a day's quota is kept in the store.
    use = Use.SUGGESTION if isinstance(intent, Report) and intent.fault else Use.QUESTION
    # An inline message stands in a chat that the bot does not see.
    return Cost(use, person_id, query["message"]["chat"]["id"] if "message" in query else person_id)


def _is_addressed(message: JSON, bot_id: int, username: str) -> bool:
    """Whether a message is meant for the bot; whatever is said in private is, words or not. `from_message` reads the same of records."""
    kind = message["chat"]["type"]
    if kind == "private":
        return True
    if "via_bot" in message or "is_automatic_forward" in message or _is_other_bots(message):
        return False
    text: str = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or ()
    if command := next((one for one in entities if one["type"] == "bot_command" and one["offset"] == 0), None):
        name, _, whose = text[1 : command["length"]].casefold().partition("@")
        return whose == username if whose else name in _COMMANDS
    if kind == "channel" or not text:
        return False
    called = any(_words_of(one, text).casefold() == f"@{username}" for one in entities if one["type"] == "mention")
    return called or message.get("reply_to_message", {}).get("from", {}).get("id") == bot_id


def _is_other_bots(message: JSON) -> bool:
    return bool(message.get("from", {}).get("is_bot")) and "sender_chat" not in message


def _words_of(entity: JSON, text: str) -> str:
    """The words of an entity, whose place is told in UTF-16 code units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le", "surrogatepass")
