"""One incoming text or press into one answer: what is wanted, in which language, and what there is."""

import contextlib
import datetime
import logging
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from bot.corpus.quote import Kind
from bot.errors import StoreAway, StoreWanted
from bot.search.asking import asks_for_sayings, is_for_any
from bot.search.confidence import Outcome
from bot.search.query import has_han
from bot.services.answering import Answering
from bot.services.answers import (
    AboutText,
    AdminsOnly,
    Answer,
    Choices,
    Encouraged,
    Found,
    Gone,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    PrivacyText,
    TopicMenu,
    Welcome,
    Welcomed,
)
from bot.services.draft_words import pressed_in_words
from bot.services.drawing import LATELY_MILLISECONDS, Drawing, collection_of
from bot.services.from_memory import Memory, found_as, spoken
from bot.services.incoming import Incoming
from bot.services.intents import Intent, command_in_words, legible, parse_intent, parse_stop
from bot.services.languages import Languages
from bot.services.peoples import sayings_of
from bot.services.posting import Posting
from bot.services.presses import parse_press
from bot.services.questions import Questions
from bot.services.reading_intents import (
    About,
    Again,
    Another,
    Ask,
    Assent,
    Choose,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Farewell,
    Greeting,
    Help,
    More,
    Open,
    Privacy,
    SetLanguage,
    Start,
    Thanks,
    Today,
)
from bot.services.topics import Topics
from bot.services.unasked_intents import ShowSubscriptions, Subscribe, Unasked
from bot.services.upkeep import Keeping
from bot.services.upkeep_answers import Say, Told
from bot.services.upkeep_intents import Cancel, Forget, Report, Suggest, Upkeep
from bot.services.words import kinds_named, language_alone, language_asked_in, language_named, language_wished, said_elsewhere
from bot.store.chats import ChatStore, Whom
from bot.store.drafts import TYPED, Step
from bot.store.pools import Pools
from bot.store.quotes import QuoteStore
from bot.store.shown import Shown
from bot.text.language import Language, detect
from bot.text.normalise import normalise

_log = logging.getLogger(__name__)
_WORDS, _LINE_WORDS = re.compile(r"[^\W\d_]{2,}"), 3


class Conversation:
    """Answers whatever comes in. It remembers only through the stores, so any replica can answer next."""

    def __init__(
        self,
        answering: Answering,
        quotes: QuoteStore,
        pools: Pools,
        chats: ChatStore,
        shown: Shown,
        topics: Topics,
        *,
        clock: Callable[[], datetime.datetime],
        chance: random.Random,
        keeping: Keeping,
        posting: Posting,
    ) -> None:
        """Join the services. *clock* gives the present with its zone."""
        self._answering = answering
        self._quotes = quotes
        self._chats = chats
        self._shown = shown
        self._keeping = keeping
        self._drawing = Drawing(quotes, pools, topics, Languages(chats), clock=clock, chance=chance, edits=keeping.edits_common)
        self._questions = Questions(answering, quotes, self._drawing, keeping)
        self.posting = posting
        self._memory = Memory(answering, quotes, chance)

    async def respond(self, incoming: Incoming) -> Answer:
        """Answer one incoming text or press. Whatever was typed or forged, the result is an `Answer`, not an error.

        Raises:
            StoreAway: the store is away, and it cannot be answered without.
        """
        try:
            return await self._met(incoming)
        except StoreWanted:
            raise
        except StoreAway as error:
            if answer := await self._memory.answer(incoming):
                _log.warning("answered from memory: %s", error)
                return answer
            raise

    async def learn(self) -> None:
        """Keep some sayings in mind, for when the store is away."""
        await self._quotes.learn_some()

    async def _met(self, incoming: Incoming) -> Answer:
        # Who presses a button of an inline message may never have begun a chat.
        if not incoming.inline and not incoming.hurried and not self.posting.meeting.knows(incoming.chat_id):
            await self.posting.meeting.meet(incoming, await self.language(incoming))
        answer = await self._respond(incoming)
        if isinstance(answer, Found | Choices) and not incoming.inline:
            now = self._drawing.milliseconds()
            shown = [quote.id for quote in answer.quotes] if isinstance(answer, Choices) else [answer.quote.id]
            if self._shown.note(incoming.chat_id, shown, now) and not incoming.hurried:
                await self._shown.write(now)
        elif isinstance(answer, LanguageMenu) and not incoming.hurried:
            # "English", said now, chooses from the menu, and asks for no saying in English.
            await self._shown.forget(incoming.chat_id)
        return answer

    async def _respond(self, incoming: Incoming) -> Answer:
        typed = incoming.text
        # Cut and cleaned once, so that intent and language are read from the same text.
        incoming = replace(incoming, text=legible(typed))
        if incoming.press is not None:
            return await self._answer(parse_press(incoming.press), incoming)
        # Of those who speak as a channel nobody can be told from another: they may ask, and nothing more. And what was a question before it
        # was edited is no answer to what a draft asks.
        may_draft = not (incoming.masked or incoming.edited or incoming.text.startswith("/"))
        draft = await self._keeping.drafting.waiting(incoming) if may_draft else None
        if draft and (work := pressed_in_words(draft, incoming.text, self._keeping.drafting.topics)):
            with _wanting_the_store():
                return await self._answer(work, replace(incoming, text=""))
        if draft and draft.step in TYPED:
            # These are the words of no saying; but a reason may be "не надо", and only who cancels says nothing else by it.
            gives_reasons = draft.step is Step.WHY
            meant = command_in_words(incoming.text) or (None if gives_reasons else parse_stop(incoming.text))
            if isinstance(meant, Cancel) or (meant and incoming.private and not gives_reasons):
                return await self._answer(meant, incoming)
            # The words of a saying are no sign of the language its keeper wants to be asked in. Nor are they a question.
            with _wanting_the_store():
                await incoming.change()
                return await self._keeping.take(draft, typed, incoming, await self.language(replace(incoming, text="")))
        intent = parse_intent(typed, private=incoming.private)
        if isinstance(intent, Ask) and not intent.searching and (wished := language_wished(incoming.text)):
            intent, incoming = await self._wanted_in(*wished, intent, incoming)
        return await self._answer(intent, incoming)

    async def _wanted_in(self, language: Language, rest: str, intent: Ask, incoming: Incoming) -> tuple[Intent, Incoming]:
        """What is wanted in a *language* by the *rest* of a message, of which the *intent* is to ask: it is answered there this once."""
        there = replace(incoming, text=rest, wanted=language)
        if is_for_any(normalise(rest)):
            # Who wants a saying in a language, and nothing more, wants one of theirs who speak it.
            return Draw(kinds_named(rest), said_in=language), there
        chosen = parse_intent(rest, private=incoming.private)
        if isinstance(chosen, Choose):
            return chosen, there
        if asks_for_sayings(rest) or sayings_of(rest):
            return Ask(rest), there
        named = said_elsewhere(rest) or rest
        # No dictionary: what has to be there is a saying, or somebody's.
        found = await self._answering.ask(named, collection=incoming.chat_id)
        if found.is_said or found.is_of_somebody:
            return Ask(named), replace(there, text=named)
        return intent, incoming

    def changes_something(self, incoming: Incoming) -> bool:
        """Whether a text is a command that looks after the collection: done once, it is not done again because a letter was mended."""
        return isinstance(parse_intent(incoming.text, private=incoming.private), Upkeep | Unasked)

    async def _answer(self, intent: Intent, incoming: Incoming) -> Answer:
        if not incoming.private and await self._is_closed(intent, incoming):
            return AdminsOnly(await self.language(incoming))
        match intent:
            case Ask(words, searching):
                return await self._questions.ask(words, incoming, searching=searching)
            case More():
                return await self._next_choice(incoming) or await self._drawing.one_more(incoming)
            case Draw(kinds, wish, language, said_in):
                drawn = await self._drawing.draw(kinds, wish, language, incoming, said_in)
                # What is no topic may be who said it, or a word of it.
                asked = await self._questions.ask(wish, incoming, searching=False) if isinstance(drawn, TopicMenu) else drawn
                return drawn if isinstance(asked, Nothing) else asked
            case DrawTopic("", language):
                return await self._drawing.topics_to_choose_from(language or await self.language(incoming), incoming)
            case DrawTopic(words, language):
                return await self._drawing.draw(tuple(Kind), words, language, incoming)
            case Today():
                return await self._drawing.of_the_day(await self.language(incoming), incoming)
            case Again():
                return await self._again(intent, incoming)
            case Choose():
                return await self._chosen(intent, incoming)
            case Open(quote_id, language, detailed):
                return await self._open(quote_id, language or await self.language(incoming), incoming, detailed=detailed)
            case Another(quote_id, topic, language):
                return await self._drawing.another(quote_id, topic, language, incoming)
            case _ if isinstance(intent, Upkeep | Unasked) and incoming.masked:
                return Told(await self.language(incoming), Say.NOT_AN_EDITOR, refused=True)
            case _ if isinstance(intent, Upkeep):
                await incoming.change()
                answer = await self._keeping.respond(intent, incoming, await self.language(incoming))
                if isinstance(intent, Forget):
                    self.posting.meeting.forget(incoming.person_id)
                    await self._shown.forget(incoming.person_id)
                return answer
            case _ if isinstance(intent, Unasked):
                await incoming.change()
                typed = _told_by_line(intent.words) if isinstance(intent, Subscribe | ShowSubscriptions) else None
                return await self.posting.respond(intent, incoming, await self.language(incoming, typed))
            case ChooseLanguage(words):
                return await self._choose_language(words, incoming)
            case SetLanguage(language):
                return await self._set_language(language, incoming)
            case Greeting(language):
                return GreetingBack(await self.language(incoming, language))
            case Thanks(language):
                return Welcomed(await self.language(incoming, language))
            case Assent(language):
                return Encouraged(await self.language(incoming, language))
            case Farewell(language):
                return GoodbyeBack(await self.language(incoming, language))
            case _:
                return await self._say(intent, await self.language(incoming))

    async def language(self, incoming: Incoming, typed: Language | None = None) -> Language:
        """The language to answer in, as `Languages.of` has it."""
        return await self._drawing.languages.of(incoming, typed)

    async def _is_closed(self, intent: Intent, incoming: Incoming) -> bool:
        """Whether a group has settled that this is for its admins, and whoever wants it is none."""
        if incoming.channel:
            # Whatever is pressed there, everybody sees it.
            return not await incoming.rights.may_manage()
        settings = await self._chats.settings(incoming.chat_id)
        match intent:
            case Ask() | More() | Draw() | DrawTopic() | Today() | Open() | Again() | Choose() | Another():
                whom, shown = settings.asking, True
            case Suggest() | Report():
                whom, shown = settings.suggesting, False
            case _:
                return False
        return whom is Whom.ADMINS and not await incoming.rights.may_manage(lately=shown)

    async def offers(self, incoming: Incoming, most: int) -> tuple[Language, tuple[Found, ...]]:
        """Quotes to choose from while somebody is still typing, best first, and the language they would be in.

        Without any words yet, the saying of the day and what follows it in the collection.
        """
        incoming = replace(incoming, text=legible(incoming.text))
        if not incoming.text:
            language = await self.language(incoming)
            ids = await self._drawing.from_the_day(most)
        else:
            result = await self._answering.ask(incoming.text, searching=True, most=most, collection=incoming.chat_id)
            language = await self.language(incoming, spoken(result, incoming))
            ids = [] if result.outcome is Outcome.NOTHING else [hit.quote_id for hit in result.hits]
        found = await self._quotes.get(ids)
        return language, tuple(found_as(language, quote) for quote in found)

    async def _say(self, intent: Intent, language: Language) -> Answer:
        """What is said without looking anything up."""
        match intent:
            case Start():
                return Welcome(language)
            case Help():
                return HelpText(language)
            case About():
                return AboutText(language, sum((await self._quotes.count_by_kind()).values()))
            case Privacy():
                return PrivacyText(language)
            case _:
                return NotUnderstood(language)

    async def _open(self, quote_id: str, language: Language, incoming: Incoming, *, detailed: bool = False) -> Answer:
        found = await self._drawing.shown(quote_id, language, incoming)
        return replace(found, detailed=detailed) if found else Gone(language)

    async def _again(self, again: Again, incoming: Incoming) -> Answer:
        """What was shown last once more; where nothing was, what the words mean without it."""
        language = again.language or await self.language(incoming)
        replied = incoming.replied.quote_id if incoming.replied else ""
        shown = [replied] if replied else await self._shown.latest(incoming.chat_id, self._lately())
        if len(shown) > 1:
            # Of which of them it is said, nobody knows.
            return Choices(language, tuple(await self._quotes.get(shown, collection_of(incoming))))
        if shown:
            answer = await self._open(shown[0], language, incoming, detailed=again.detailed)
            return replace(answer, compared=again.compared) if isinstance(answer, Found) else answer
        folded = normalise(again.words)
        if asked_in := language_asked_in(folded) or language_alone(folded):
            return await self._choose_language(asked_in, incoming)
        return await self._questions.ask(again.words, incoming, searching=False)

    async def _chosen(self, choose: Choose, incoming: Incoming) -> Answer:
        """The one that is meant of those that were to choose from; where there are none, what the words mean without them."""
        choices = await self._shown.choices(incoming.chat_id, self._lately())
        language = await self.language(incoming)
        if choose.number <= len(choices) and choices:
            return await self._open(choices[choose.number - (choose.number > 0)], language, incoming)
        if choices:
            # There are not so many.
            return Choices(language, tuple(await self._quotes.get(choices, collection_of(incoming))))
        if shown := await self._shown.latest(incoming.chat_id, self._lately()):
            # Of one there is no second: another is wanted.
            first = await self._open(shown[0], language, incoming) if choose.number == 1 else None
            return first or await self._drawing.one_more(incoming)
        if choose.words.isalpha() and not has_han(choose.words):
            # A word by itself may be looked for; "the second one" is of nothing.
            return await self._questions.ask(choose.words, incoming, searching=False)
        return Nothing(language)

    async def _next_choice(self, incoming: Incoming) -> Answer | None:
        """What stands behind the one that was chosen of several, and was shown last; None behind the last, and of all else."""
        shown = await self._shown.latest(incoming.chat_id, self._lately())
        choices = await self._shown.choices(incoming.chat_id, self._lately()) if len(shown) == 1 else []
        following = next((after for before, after in pairwise(choices) if before in shown), None)
        return await self._open(following, await self.language(incoming), incoming) if following else None

    def _lately(self) -> int:
        return self._drawing.milliseconds() - LATELY_MILLISECONDS

    async def _choose_language(self, words: str, incoming: Incoming) -> Answer:
        if words and (language := language_named(words)):
            return await self._set_language(language, incoming)
        # The button stands under what a group has settled, and what admins look at is not for others to turn.
        if incoming.press is not None and not await incoming.rights.may_manage():
            return AdminsOnly(await self.language(incoming))
        subject = incoming.person_id if incoming.private else incoming.chat_id
        chosen = (await self._chats.languages(subject)).get(subject)
        return LanguageMenu(await self.language(incoming), chosen, incoming.private, words or None)

    async def _set_language(self, language: Language | None, incoming: Incoming) -> Answer:
        if not await incoming.rights.may_manage():
            return AdminsOnly(await self.language(incoming))
        if incoming.hurried:
            raise StoreWanted("what language was chosen cannot be written down")
        await self._chats.choose_language(incoming.person_id if incoming.private else incoming.chat_id, language)
        return LanguageChosen(language or await self.language(incoming), language, incoming.private)


def _told_by_line(words: str) -> Language | None:
    """The language in which the *words* of a subscription are surely written; that of a city and an hour is nobody's."""
    guess = detect(words)
    return guess.language if guess and guess.sure and (has_han(words) or len(_WORDS.findall(words)) >= _LINE_WORDS) else None


@contextlib.contextmanager
def _wanting_the_store() -> Iterator[None]:
    """Have nothing in it answered without the store."""
    try:
        yield
    except StoreAway as error:
        raise StoreWanted(str(error)) from error
