"""Whether the bot stands whatever came in: nothing failed, Telegram refused nothing, and who asks is answered."""

import logging
from dataclasses import dataclass
from functools import cached_property

import pytest
from bot_api.errors import NOT_MODIFIED
from bot_api.people import ALICE, Chat, User, private_chat
from bot_api.server import BotApiServer

from bot.rendering.messages import Renderer
from bot.services.answers import PrivacyText
from bot.text.language import Language

MALLORY = User(6666, "Mallory", "ru")
ANONYMOUS = User(1087968824, "Group", None, "GroupAnonymousBot", is_bot=True)
# Of those who watch over it, and not of the bot: a test that waits this long has found that the bot is gone.
_PATIENCE_SECONDS = 30.0


@dataclass
class Unshaken:
    """Looks at the bot behind *server* and at what it has logged."""

    server: BotApiServer
    renderer: Renderer
    log: pytest.LogCaptureFixture

    @cached_property
    def _answers(self) -> set[str]:
        return {self.renderer.render(PrivacyText(language)).text for language in Language}

    async def check(self, chat: Chat | None = None, user: User = ALICE, *, logged: tuple[str, ...] = ()) -> None:
        """Ask a question in *chat* and await its answer: all that came there before has been handled then, and handled well.

        With *logged*, what is no fault of the bot came in: errors are all right that say one of these, and so are refusals.
        """
        chat = chat or private_chat(user)
        await self.server.user_says("/privacy", chat=chat, user=user)
        while True:
            sent = await self.server.next_call("sendMessage", _PATIENCE_SECONDS)
            if sent["chat_id"] == chat.id and sent["text"] in self._answers:
                break
        errors = [record for record in self.log.records if record.levelno >= logging.ERROR]
        failures = [self._told(record) for record in errors if not record.getMessage().startswith(logged)]
        # An answer that an edit does not change is asked to be changed all the same.
        refusals = [refusal for refusal in self.server.refusals if refusal.error_code == 400 and NOT_MODIFIED not in refusal.description]
        # The next example begins anew.
        self.log.clear()
        self.server.refusals.clear()
        assert not failures, failures
        assert logged or not refusals, refusals

    def _told(self, record: logging.LogRecord) -> str:
        return f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage()
