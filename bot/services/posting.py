"""What comes to chats unasked: who answers what people say of it."""

from dataclasses import dataclass

from bot.services.announcing import Announcing
from bot.services.answers import Answer
from bot.services.incoming import Incoming
from bot.services.meeting import Meeting
from bot.services.settling import ChatSettling
from bot.services.subscribing import Subscribing
from bot.services.unasked_intents import Adjust, Announce, Broadcast, ShowSettings, Unasked
from bot.text.language import Language


@dataclass(frozen=True)
class Posting:
    """Answers everything about subscriptions, a chat's settings and announcements."""

    subscribing: Subscribing
    settling: ChatSettling
    announcing: Announcing
    meeting: Meeting

    async def respond(self, intent: Unasked, incoming: Incoming, language: Language) -> Answer:
        """Do what is wanted, as far as whoever wants it may."""
        match intent:
            case ShowSettings() | Adjust():
                return await self.settling.respond(intent, incoming, language)
            case Announce(words):
                return await self.announcing.broadcasting.announce(words, incoming, language)
            case Broadcast():
                answer = await self.announcing.broadcasting.go_on(intent, incoming, language)
                self.announcing.wake()
                return answer
            case _:
                return await self.subscribing.respond(intent, incoming, language)
