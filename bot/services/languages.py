"""The language somebody is answered in."""

from dataclasses import dataclass

from bot.services.from_memory import client_language
from bot.services.incoming import Incoming
from bot.services.intents import language_of_word
from bot.store.chats import ChatStore
from bot.text.language import Language, detect


@dataclass(frozen=True)
class Languages:
    """Which language to answer in, by what was chosen, which the *chats* know, and by what was typed."""

    chats: ChatStore

    async def of(self, incoming: Incoming, typed: Language | None = None) -> Language:
        """The language to answer in: the person's choice, the chat's, the one *typed*, the client's, English."""
        if incoming.wanted:
            return incoming.wanted
        chosen = await self.chats.languages(incoming.person_id, incoming.chat_id)
        written = "" if typed else incoming.written
        typed = typed or language_of_word(written)
        guess = detect(written)
        if guess and guess.sure:
            typed = guess.language
        unsure = guess.language if guess else Language.EN
        return chosen.get(incoming.person_id) or chosen.get(incoming.chat_id) or typed or client_language(incoming) or unsure
