"""/settings: what a chat has settled, changed by its admins alone."""

import re
from dataclasses import dataclass

from bot.services.answers import AdminsOnly, Answer
from bot.services.incoming import Incoming
from bot.services.orders import Zones
from bot.services.unasked_answers import SettingsShown
from bot.services.unasked_intents import Adjust, Setting, ShowSettings
from bot.store.chats import ChatStore, Whom
from bot.text.language import Language

_QUIET = re.compile(r"([0-9]{1,4})-([0-9]{1,4})")
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class ChatSettling:
    """Answers /settings and its buttons."""

    chats: ChatStore
    zones: Zones

    async def respond(self, intent: ShowSettings | Adjust, incoming: Incoming, language: Language) -> Answer:
        """Show the settings, or change one, and show them then."""
        if not await incoming.rights.may_manage(lately=isinstance(intent, ShowSettings)):
            return AdminsOnly(language)
        if isinstance(intent, Adjust):
            await self._settle(intent, incoming.chat_id, language)
        settings = await self.chats.settings(incoming.chat_id)
        page = intent.page if isinstance(intent, ShowSettings) else ""
        zone = settings.zone or self.zones.offered(language)[0]
        return SettingsShown(language, settings, zone, incoming.private, page, self.zones.offered(language))

    async def _settle(self, intent: Adjust, chat_id: int, language: Language) -> None:
        """Change what a button says; one that says nothing that can be changes nothing."""
        argument = intent.argument
        match intent.what:
            case Setting.ASKING | Setting.SUGGESTING if argument in set(Whom):
                await self.chats.settle(chat_id, **{intent.what.value: Whom(argument)})
            case Setting.NEWS:
                await self.chats.settle(chat_id, news=argument == "on")
            case Setting.ZONE if self.zones.knows(argument):
                await self.chats.settle(chat_id, zone=argument)
            case Setting.QUIET if argument == "off":
                await self.chats.settle(chat_id, quiet_from=None, quiet_to=None)
            case Setting.QUIET if found := _QUIET.fullmatch(argument):
                start, end = int(found[1]) % _DAY_MINUTES, int(found[2]) % _DAY_MINUTES
                if start == end:
                    return
                zone = (await self.chats.settings(chat_id)).zone or self.zones.offered(language)[0]
                await self.chats.settle(chat_id, quiet_from=start, quiet_to=end, zone=zone)
