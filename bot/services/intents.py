"""What people want, read from what they type and press; every command is a row of `COMMANDS`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.corpus.quote import MAX_ID_CHARS, Kind
from bot.search.asking import is_for_any, language_of_request
from bot.services.command_words import MORE_WORDS, SAD_WORDS, STOP_WORDS, words_of
from bot.services.follow_ups import follow_up
from bot.services.orders import is_order
from bot.services.peoples import of_idioms
from bot.services.reading_intents import (
    About,
    Ask,
    Assent,
    ChooseLanguage,
    Draw,
    DrawTopic,
    Farewell,
    Greeting,
    Help,
    More,
    Open,
    Privacy,
    Reading,
    Start,
    Thanks,
    Today,
    Unknown,
)
from bot.services.smalltalk import Courtesy, courtesy, without_address, without_courtesy
from bot.services.unasked_intents import Announce, ShowSettings, ShowSubscriptions, Subscribe, Unasked
from bot.services.upkeep_intents import (
    Add,
    Block,
    Cancel,
    Delete,
    Drafts,
    Edit,
    Editors,
    Export,
    Forget,
    History,
    Import,
    Report,
    Review,
    ShowStats,
    Suggest,
    Translate,
    Upkeep,
)
from bot.services.words import kinds_named, language_asked_in, language_named
from bot.text.language import CYRILLIC, Language, detect
from bot.text.layouts import other_layouts
from bot.text.normalise import normalise, printable

# The longest text looked at: longer than nearly every saying, and short enough to be searched for in some milliseconds.
MAX_ASK_CHARS = 256
# And of what is to be kept: enough for the longest wording with all about it.
MAX_TYPED_CHARS = 4_096


# A deep link opens one quote: t.me/<bot>?start=q_<id>.
DEEP_LINK_PREFIX = "q_"

Intent = Reading | Upkeep | Unasked


@dataclass(frozen=True)
class Command:
    """A command, and the intent its argument makes."""

    name: str
    intent: Callable[[str], Intent]

    @property
    def words(self) -> Mapping[Language, tuple[str, ...]]:
        """What people type in its place in private, by the language."""
        return words_of(self.name)


def _draw(*kinds: Kind) -> Callable[[str], Intent]:
    return lambda wish: Draw(kinds or tuple(Kind), wish)


def _start(payload: str) -> Intent:
    return Open(payload.removeprefix(DEEP_LINK_PREFIX)) if payload.startswith(DEEP_LINK_PREFIX) else Start(payload)


def _id_in(words: str) -> str:
    """The id that was typed, also out of a link to a quote."""
    return words.split(" ")[0].rpartition(DEEP_LINK_PREFIX)[2].casefold()[:MAX_ID_CHARS]


# In the order of /help and of Telegram's menu.
COMMANDS = (
    Command("start", _start),
    Command("random", _draw()),
    Command("today", lambda _: Today()),
    Command("proverb", _draw(Kind.PROVERB)),
    Command("quote", _draw(Kind.QUOTE)),
    Command("fact", _draw(Kind.FACT)),
    Command("topics", lambda _: DrawTopic()),
    Command("topic", DrawTopic),
    Command("search", lambda words: Ask(words, searching=True)),
    Command("language", ChooseLanguage),
    Command("subscribe", Subscribe),
    Command("subscriptions", ShowSubscriptions),
    Command("settings", lambda _: ShowSettings()),
    Command("suggest", Suggest),
    Command("report", lambda words: Report(_id_in(words))),
    Command("add", Add),
    Command("edit", lambda words: Edit(_id_in(words))),
    Command("delete", lambda words: Delete(_id_in(words))),
    Command("history", lambda words: History(_id_in(words))),
    Command("translate", lambda words: Translate(language_named(words))),
    Command("review", lambda _: Review()),
    Command("import", lambda _: Import()),
    Command("export", Export),
    Command("drafts", lambda _: Drafts()),
    Command("cancel", lambda _: Cancel()),
    Command("editors", Editors),
    Command("block", Block),
    Command("unblock", lambda words: Block(words, block=False)),
    Command("stats", lambda _: ShowStats()),
    Command("announce", Announce),
    Command("about", lambda _: About()),
    Command("privacy", lambda _: Privacy()),
    Command("forget", lambda _: Forget()),
    Command("help", lambda _: Help()),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_BY_WORD = {normalise(word): (command, language) for command in COMMANDS for language, words in command.words.items() for word in words}


_IN_KIND: Mapping[Courtesy, Callable[[Language], Intent]] = {
    Courtesy.GREETING: Greeting,
    Courtesy.THANKS: Thanks,
    Courtesy.ASSENT: Assent,
    Courtesy.FAREWELL: Farewell,
}
# The topic of what comforts.
_COMFORT = "comfort"
_SPACES = re.compile(r"\s+")
_KEPT = re.compile(r"(?i)/(add|suggest|announce)(?:@\w+)?(?:\s|$)")
_KEEPING: Mapping[str, Callable[[str], Intent]] = {"add": Add, "suggest": Suggest, "announce": Announce}


# What stands for a command is no longer, with "please" and all.
_MOST_WORDS_CHARS = 80


def legible(text: str) -> str:
    """What of a typed *text* is looked at: its beginning, without what no reader sees. Idempotent."""
    return printable(text[:MAX_ASK_CHARS]).strip()


def parse_intent(text: str, *, private: bool) -> Intent:
    """What a typed *text* wants. Words stand for commands only in *private*, where nobody else is being talked to."""
    if kept := _KEPT.match(text):
        # What is to be kept is neither cut nor cleaned in silence: whoever typed it is told what is wrong with it.
        return _KEEPING[kept[1].casefold()](text[kept.end() : MAX_TYPED_CHARS].strip())
    text = legible(text)
    if text.startswith("/"):
        name, argument = (*_SPACES.split(text[1:], 1), "")[:2]
        # In groups Telegram appends the bot's name: "/random@hundred_flowers_bot".
        name = name.partition("@")[0].casefold()
        # Telegram knows no commands in other letters; people type them all the same.
        command = _BY_NAME.get(name) or _BY_WORD.get(normalise(name), (None,))[0]
        return command.intent(argument.strip()) if command else Unknown()
    for typed in (text, *other_layouts(text)):
        folded = normalise(typed)
        if polite := courtesy(folded):
            return _IN_KIND[polite[0]](in_its_letters(typed, polite[1]))
        if private and len(folded) <= _MOST_WORDS_CHARS and (meant := _in_words(typed, folded)):
            return meant
    return Ask(without_address(text))


def _in_words(typed: str, folded: str) -> Intent | None:
    """The intent that people put into words of their own where others would send a command."""
    for plain in dict.fromkeys((folded, without_courtesy(folded), normalise(without_address(typed)))):
        if plain in _BY_WORD:
            return _BY_WORD[plain][0].intent("")
        if plain in MORE_WORDS:
            return More()
        if plain in SAD_WORDS:
            return DrawTopic(_COMFORT, SAD_WORDS[plain])
        if again := follow_up(typed, plain):
            return again
        if is_for_any(plain):
            return Draw(kinds_named(typed), said_in=Language.ZH if of_idioms(typed) else None)
    if language := language_asked_in(folded):
        return ChooseLanguage(language)
    return Subscribe(typed) if is_order(folded) else None


def parse_stop(text: str) -> Intent | None:
    """What a *text* wants of a draft that waits for words: to be dropped, or only to be polite; None where it may be those words."""
    for typed in (text, *other_layouts(text)):
        folded = normalise(typed)
        known = _BY_WORD.get(folded)
        if folded in STOP_WORDS or (known and known[0].name == "cancel"):
            return Cancel()
    polite = courtesy(normalise(text))
    return _IN_KIND[polite[0]](in_its_letters(text, polite[1])) if polite else None


def in_its_letters(typed: str, language: Language) -> Language:
    """The *language* of a phrase, unless it was *typed* in letters that it is not written in: "ок" is no English."""
    guess = detect(typed)
    if guess is None or guess.language not in CYRILLIC or language in CYRILLIC:
        return language
    return guess.language if guess.sure else Language.RU


def command_in_words(text: str) -> Intent | None:
    """The intent of a command in the place of which all of a *text* stands: "отмена"; None of any other."""
    known = _BY_WORD.get(normalise(text))
    return known[0].intent("") if known else None


def language_of_word(text: str) -> Language | None:
    """The language of a word that stands for a command: too short to be told by its letters."""
    folded = normalise(text)
    known = _BY_WORD.get(folded)
    language = known[1] if known else MORE_WORDS.get(folded) or MORE_WORDS.get(without_courtesy(folded)) or language_of_request(folded)
    return language and in_its_letters(text, language)
