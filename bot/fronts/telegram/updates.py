"""Updates as they come into what the library makes of them, where anything can be made."""

import logging

from telegram import Bot, Update

from bot.fronts.telegram.handling import JSON, is_id

_log = logging.getLogger(__name__)


def update_of(raw: JSON, bot: Bot) -> Update | None:
    """The update that *raw* is, with shortcuts to *bot*; None, with a line in the log, where it is not of Telegram's form.

    That is what is gone by before an update is handled: its number, whose it is, and where. The library raises whatever the form happens
    to hurt first; its own polling then asks for the same updates for ever, and each time logs what people have written.
    """
    try:
        update = Update.de_json(dict(raw), bot)
        sound = update is not None and is_id(update.update_id) and all(is_id(id_) for id_ in _places(update))
    except Exception as error:  # noqa: BLE001  # there is no telling what the library raises
        _log.error("an update could not be read: %s", type(error).__name__)  # a traceback would hold people's words
        return None
    if not sound:
        _log.error("an update could not be read: it has ids that are none")
        return None
    return update


def _places(update: Update) -> list[object]:
    """The ids of where an update belongs and whose it is."""
    return [subject.id for subject in (update.effective_chat, update.effective_user) if subject]
