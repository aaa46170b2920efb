"""People of a soak test: who asks what, and what has to come back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from bot_api.messages import BotMessage
from bot_api.people import Chat, User
from bot_api.server import BotApiServer

from bot.app import Brain, open_brain
from bot.corpus.quote import RenderingType
from bot.corpus.reader import read
from bot.services.answers import Found
from bot.services.incoming import Incoming
from bot.settings import PREFIX
from bot.settings import load as load_settings
from bot.text.language import Language
from bot.text.layouts import other_layouts

FIRST_PERSON, FIRST_GROUP = 10_001, -20_001
# Telegram takes twenty messages a minute to a group.
_GROUP_SECONDS = 7.0
# Longer ones are cut before they are searched for.
_MOST_CHARS = 200
_COMMANDS = ("/help", "/about", "/privacy")
_MESSAGES_LOOKED_AT = 60


@dataclass(frozen=True)
class Known:
    """Words somebody types, and the reply they get; it shows the quote of that id, if any."""

    typed: str
    reply: str
    quote_id: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What the bot is known to answer: to words of each language, and to a press that opens a quote in one; and how sayings begin."""

    replies: dict[Language, list[Known]]
    opened: dict[tuple[Language, str], str]
    openings: frozenset[str]


@dataclass(frozen=True)
class Question:
    """Something that has to be answered once: by a call of *method*, in the order of its *lane*.

    *key* is the message that is to be edited or replied to, or the query that is to be answered; None where only the order tells, as in
    private chats. *words* are to be in the answer; None where any saying will do. *asked* is in seconds of a clock that never goes back.
    """

    update_id: int
    lane: int
    method: str
    asked: float
    key: int | str | None = None
    words: str | None = None


async def known(folder: Path) -> Knowledge:
    """What a bot answers that nobody disturbs; it leaves `quotes.db` in *folder*, as a bot that has run before."""
    settings = load_settings({f"{PREFIX}DATABASE": f"sqlite:///{folder / 'quotes.db'}"}, folder / ".env")
    quotes = read(settings.quotes_folder).quotes
    replies: dict[Language, list[Known]] = {}
    opened = {}
    async with open_brain(settings) as brain:
        for language in Language:
            replies[language] = [Known(command, (await _asked(brain, command, language))[1]) for command in _COMMANDS]
            for quote in quotes:
                opened[language, quote.id] = (await _pressed(brain, f"o:{language}:{quote.id}", language))[1]
                for one in quote.renderings:
                    if one.language is language and one.type is not RenderingType.EQUIVALENT and len(one.text) < _MOST_CHARS:
                        for typed in _ways_to_type(one.text, language):
                            quote_id, reply = await _asked(brain, typed, language)
                            # What is not found this way is a matter for tests of the search.
                            if quote_id == quote.id and reply.startswith(opened[language, quote.id].split("\n", 1)[0]):
                                replies[language].append(Known(typed, reply, quote.id))
    return Knowledge(replies, opened, frozenset(text.split("\n", 1)[0] for text in opened.values()))


def _ways_to_type(text: str, language: Language) -> Iterator[str]:
    """*text* as it stands and, where it is long enough to be known again, with a typing error and on the wrong keyboard."""
    yield text
    if len(text) > 20 and language is not Language.ZH:
        middle = len(text) // 2
        yield text[:middle] + text[middle + 1 :]
        if language is Language.RU:
            yield other_layouts(text)[0]


async def _asked(brain: Brain, typed: str, language: Language) -> tuple[str, str]:
    return await _answered(brain, Incoming(1, 1, typed, client_language=language))


async def _pressed(brain: Brain, data: str, language: Language) -> tuple[str, str]:
    return await _answered(brain, Incoming(1, 1, press=data, client_language=language))


async def _answered(brain: Brain, incoming: Incoming) -> tuple[str, str]:
    """The id of the quote that is shown, "" where there is none, and the words of the reply."""
    answer = await brain.conversation.respond(incoming)
    return answer.quote.id if isinstance(answer, Found) else "", brain.renderer.render(answer).text


class People:
    """Many people, alone with the bot and in groups, who ask what can be checked; `questions` is what they have asked so far."""

    def __init__(self, server: BotApiServer, knowledge: Knowledge, chance: Random, clock: Callable[[], float], count: int = 300) -> None:
        """Let so many people of all languages write to the bot of *server*, as *chance* has it."""
        self.questions: list[Question] = []
        self._server = server
        self._knowledge = knowledge
        self._chance = chance
        self._clock = clock
        languages = list(Language)
        self._people = [User(FIRST_PERSON + number, f"Person {number}", languages[number % len(languages)]) for number in range(count)]
        self._groups = [Chat(FIRST_GROUP - number, "supergroup", f"Group {number}") for number in range(6)]
        self._group_free_at = dict.fromkeys(self._groups, 0.0)
        self._decks: dict[int, list[Known]] = {}
        self._pressed: set[tuple[int, int]] = set()

    async def act(self) -> int:
        """Let somebody do something; how many questions that was."""
        before = len(self.questions)
        person = self._chance.choice(self._people)
        [act] = self._chance.choices([self._ask, self._ask_some, self._ask_in_group, self._press, self._type_inline], [55, 10, 12, 15, 8])
        await act(person)
        return len(self.questions) - before

    async def _ask_some(self, person: User) -> None:
        for _ in range(self._chance.randint(2, 4)):
            await self._ask(person)

    async def _ask(self, person: User) -> None:
        typed, words = self._something(person)
        update = await self._server.user_says(typed, user=person)
        self._note(update["update_id"], person.id, "sendMessage", words=words)

    def _something(self, person: User) -> tuple[str, str | None]:
        """What somebody types, and words of its reply."""
        drawn = self._chance.random()
        if drawn < 0.08:
            return self._chance.choice(("/random", "/today", "/proverb")), None
        if drawn < 0.2:
            word = f"nothing{len(self.questions):07}"
            return f"/topic {word}", word
        one = self._from_deck(person)
        return one.typed, one.reply

    def _from_deck(self, person: User) -> Known:
        """Something that this person has not asked yet, until they have asked everything."""
        if not self._decks.get(person.id):
            replies = self._knowledge.replies[Language(person.language_code or "")]
            self._decks[person.id] = self._chance.sample(replies, len(replies))
        return self._decks[person.id].pop()

    async def _ask_in_group(self, person: User) -> None:
        group = self._chance.choice(self._groups)
        if self._clock() < self._group_free_at[group]:
            return await self._ask(person)
        self._group_free_at[group] = self._clock() + _GROUP_SECONDS
        one = self._from_deck(person)
        typed = one.typed if one.typed.startswith("/") else f"@{self._server.bot.username} {one.typed}"
        update = await self._server.user_says(typed, user=person, chat=group)
        self._note(update["update_id"], group.id, "sendMessage", update["message"]["message_id"], one.reply)
        return None

    async def _press(self, person: User) -> None:
        """Press one of the buttons of a recent message, each message once: what comes of it can be told by that."""
        for message in islice(reversed(self._server.messages.values()), _MESSAGES_LOOKED_AT):
            chat = message.chat
            if chat and (chat.id, message.message_id) not in self._pressed and (choices := self._buttons(message, chat)):
                self._pressed.add((chat.id, message.message_id))
                presser = self._server.users[chat.id] if chat.is_private else person
                return await self._press_one(message, chat, presser, self._chance.choice(choices))
        return await self._ask(person)

    def _buttons(self, message: BotMessage, chat: Chat) -> list[str]:
        """The data of buttons that show the saying in another language or, in private, one more like it."""
        shown = message.text.split("\n", 1)[0]
        choices = []
        for data in (button.get("callback_data", "") for button in message.buttons):
            kind, _, rest = data.partition(":")
            language, _, quote_id = rest.partition(":")
            # Telegram refuses an edit that changes nothing.
            other = kind == "o" and language and not self._knowledge.opened[Language(language), quote_id].startswith(shown)
            if other or (kind == "m" and chat.is_private):
                choices.append(data)
        return choices

    async def _press_one(self, message: BotMessage, chat: Chat, presser: User, data: str) -> None:
        await self._server.presses(message, data, user=presser)
        update_id = self._server.delivery.pending[-1]["update_id"]
        kind, language, quote_id = data.split(":", 2)
        if kind == "m":
            self._note(update_id, chat.id, "sendMessage")
        else:
            self._note(update_id, chat.id, "editMessageText", message.message_id, self._knowledge.opened[Language(language), quote_id])

    async def _type_inline(self, person: User) -> None:
        one = self._from_deck(person)
        query_id = await self._server.types_inline(one.typed, user=person)
        self._note(self._server.delivery.pending[-1]["update_id"], person.id, "answerInlineQuery", query_id, one.quote_id)

    def _note(self, update_id: int, lane: int, method: str, key: int | str | None = None, words: str | None = None) -> None:
        self.questions.append(Question(update_id, lane, method, self._clock(), key, words))

    def is_saying(self, text: str) -> bool:
        """Whether a message holds a saying of the store."""
        lines = text.split("\n")
        return any(line in self._knowledge.openings for line in lines)
