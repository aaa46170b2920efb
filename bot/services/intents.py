"""What people want, read from what they type and press; every command is a row of `COMMANDS`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.corpus.quote import MAX_ID_CHARS, Kind
from bot.services.smalltalk import GREETINGS, THANKS
from bot.store.announcements import Progress
from bot.text.language import Language
from bot.text.layouts import other_layouts
from bot.text.normalise import normalise, printable

# The longest text looked at: longer than nearly every saying, and short enough to be searched for in some milliseconds.
MAX_ASK_CHARS = 256
# And of what is to be kept: enough for the longest wording with all about it.
MAX_TYPED_CHARS = 4_096


@dataclass(frozen=True)
class Ask:
    """Find what fits these words. *searching* is set where somebody asked for a search and not just talked."""

    words: str
    searching: bool = False


@dataclass(frozen=True)
class Draw:
    """Draw a quote of these *kinds*. *wish* is what was typed behind the command: a language, a topic, or both.

    *language* is that of the message whose button was pressed.
    """

    kinds: tuple[Kind, ...] = tuple(Kind)
    wish: str = ""
    language: Language | None = None


@dataclass(frozen=True)
class DrawTopic:
    """Draw a quote of the topic that *words* name; without words, list the topics. *language* is as in `Draw`."""

    words: str = ""
    language: Language | None = None


@dataclass(frozen=True)
class Today:
    """The saying of the day."""


@dataclass(frozen=True)
class Open:
    """Show one quote, in *language* when it is named. *detailed* tells all about its sources.

    *aside* leaves the message of the button as it is: more can be pressed there.
    """

    quote_id: str
    language: Language | None = None
    detailed: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Another:
    """Show the quote that follows *quote_id* in *topic*, or among all quotes."""

    quote_id: str
    topic: str | None
    language: Language


@dataclass(frozen=True)
class ChooseLanguage:
    """Remember a language; without a word, offer them."""

    words: str = ""


@dataclass(frozen=True)
class SetLanguage:
    """Remember *language*, as pressed; None follows again what is written."""

    language: Language | None


@dataclass(frozen=True)
class Start:
    """A first greeting; *payload* is what a deep link brought."""

    payload: str = ""


@dataclass(frozen=True)
class Help:
    """What can be asked."""


@dataclass(frozen=True)
class About:
    """What this bot is."""


@dataclass(frozen=True)
class Privacy:
    """What is kept of people."""


@dataclass(frozen=True)
class Greeting:
    """Small talk that is answered in kind, in its *language*."""

    language: Language


@dataclass(frozen=True)
class Thanks:
    """Thanks and goodbyes, in their *language*."""

    language: Language


@dataclass(frozen=True)
class Add:
    """Add a saying: step by step, from *words*, or from the message that is replied to."""

    words: str = ""


@dataclass(frozen=True)
class Suggest:
    """The same for people who may not add; an editor decides."""

    words: str = ""


@dataclass(frozen=True)
class Edit:
    """Change a quote; "" is the one that is replied to."""

    quote_id: str = ""


@dataclass(frozen=True)
class Delete:
    """Take a quote out of everybody's sight."""

    quote_id: str = ""


@dataclass(frozen=True)
class History:
    """Who changed a quote, when and how."""

    quote_id: str = ""


@dataclass(frozen=True)
class Offer:
    """Suggest a group's own quote for the common collection."""

    quote_id: str


@dataclass(frozen=True)
class Restore:
    """Bring *version* of a quote back; with *since* only if it has not been changed since that version."""

    quote_id: str
    version: int
    since: int | None = None


@dataclass(frozen=True)
class Translate:
    """The next quote behind *after* that lacks *language*, or one of the person's."""

    language: Language | None = None
    after: str = ""


@dataclass(frozen=True)
class Report:
    """Say what is wrong with a quote; without a *fault*, offer them."""

    quote_id: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Settle:
    """What is reported of a quote has been looked into."""

    quote_id: str


@dataclass(frozen=True)
class Review:
    """The next suggestion behind the number *after*."""

    after: int = 0


class Verdict(StrEnum):
    """What is to become of a suggestion; the last is the answer of whoever made it."""

    ACCEPT = "accept"
    CHANGE = "change"
    ASK = "ask"
    REJECT = "reject"
    ANSWER = "answer"


@dataclass(frozen=True)
class Decide:
    """Decide on a suggestion."""

    suggestion_id: int
    verdict: Verdict


@dataclass(frozen=True)
class Drafts:
    """What somebody has begun."""


@dataclass(frozen=True)
class Cancel:
    """Drop the draft at hand."""


class Act(StrEnum):
    """What is done to a draft by a button."""

    CLAIM = "claim"
    DROP = "drop"
    RESUME = "resume"
    LANGUAGE = "lang"
    KIND = "kind"
    SKIP = "skip"
    TOPIC = "topic"
    WORDING = "put"
    ASK = "ask"
    FIX = "fix"
    WHOM = "whom"
    SAVE = "save"
    ANYWAY = "anyway"
    ONTO = "onto"
    FORCE = "force"
    BACK = "back"
    IMPORT = "import"


@dataclass(frozen=True)
class Work:
    """Go on with a draft: *argument* is what the *act* is done with."""

    draft_id: int
    act: Act
    argument: str = ""


@dataclass(frozen=True)
class Editors:
    """Appoint an editor, or dismiss one, or list them."""

    words: str = ""


@dataclass(frozen=True)
class Block:
    """Let somebody suggest and report no longer, or again."""

    words: str = ""
    block: bool = True


@dataclass(frozen=True)
class ShowStats:
    """What there is, and what is asked for and not found."""


@dataclass(frozen=True)
class Import:
    """Look at a file of sayings, and offer to take it in."""


@dataclass(frozen=True)
class UndoImport:
    """Take out again what an import brought."""

    number: int


@dataclass(frozen=True)
class Export:
    """The collection as a file of the format named by *words*."""

    words: str = ""


@dataclass(frozen=True)
class Forget:
    """Erase what is kept of somebody, once they are *sure*."""

    sure: bool = False


@dataclass(frozen=True)
class Subscribe:
    """Get a saying at an hour, as *words* tell; without words, as buttons tell."""

    words: str = ""


@dataclass(frozen=True)
class ShowSubscriptions:
    """All subscriptions of the chat, or what *words* change in one: its number, then as in `Subscribe`."""

    words: str = ""


class Tuning(StrEnum):
    """What is done to a subscription by a button."""

    SHOW = "show"
    HOUR = "hour"
    MINUTE = "min"
    ZONE = "zone"
    LANGUAGE = "lang"
    DAY = "day"
    KIND = "kind"
    TOPIC = "topic"
    SOURCE = "from"
    SILENT = "mute"
    PIN = "pin"
    START = "start"
    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True)
class Tune:
    """Change a subscription: *argument* is what the *act* is done with."""

    subscription_id: int
    act: Tuning
    argument: str = ""


@dataclass(frozen=True)
class ShowSettings:
    """What the chat has settled; *page* is the part that is chosen from."""

    page: str = ""


class Setting(StrEnum):
    """What of a chat is settled by a button."""

    ASKING = "asking"
    SUGGESTING = "suggesting"
    NEWS = "news"
    QUIET = "quiet"
    ZONE = "zone"


@dataclass(frozen=True)
class Adjust:
    """Settle something of the chat."""

    what: Setting
    argument: str = ""


@dataclass(frozen=True)
class Announce:
    """Tell every chat something."""

    words: str = ""


@dataclass(frozen=True)
class Broadcast:
    """Let an announcement come to *progress*."""

    announcement_id: int
    progress: Progress


@dataclass(frozen=True)
class Unknown:
    """A command or a button that is not known (any longer)."""


Reading = (
    Ask
    | Draw
    | DrawTopic
    | Today
    | Open
    | Another
    | ChooseLanguage
    | SetLanguage
    | Start
    | Help
    | About
    | Privacy
    | Greeting
    | Thanks
    | Unknown
)
# What the collection is looked after by.
Upkeep = (
    Add
    | Suggest
    | Edit
    | Delete
    | History
    | Offer
    | Restore
    | Translate
    | Report
    | Settle
    | Review
    | Decide
    | Drafts
    | Cancel
    | Work
    | Editors
    | Block
    | ShowStats
    | Import
    | UndoImport
    | Export
    | Forget
)
# What comes unasked, and the chat's own settings.
Unasked = Subscribe | ShowSubscriptions | Tune | ShowSettings | Adjust | Announce | Broadcast
Intent = Reading | Upkeep | Unasked


@dataclass(frozen=True)
class Command:
    """A command, the words people type in its place in private, and the intent its argument makes."""

    name: str
    intent: Callable[[str], Intent]
    words: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)


def _draw(*kinds: Kind) -> Callable[[str], Intent]:
    return lambda wish: Draw(kinds or tuple(Kind), wish)


def _id_in(words: str) -> str:
    """The id that was typed, also out of a link to a quote."""
    return words.split(" ")[0].rpartition("q_")[2].casefold()[:MAX_ID_CHARS]


# In the order of /help and of Telegram's menu.
_ZH, _KK, _RU, _EN = Language
COMMANDS = (
    Command("start", Start),
    Command("random", _draw(), {_EN: ("random",), _RU: ("случайное",), _KK: ("кездейсоқ",), _ZH: ("随机",)}),
    Command("today", lambda _: Today()),
    Command(
        "proverb",
        _draw(Kind.PROVERB),
        {_EN: ("proverb",), _RU: ("пословица", "поговорка"), _KK: ("мақал", "мақал-мәтел"), _ZH: ("谚语", "俗语")},
    ),
    Command("quote", _draw(Kind.QUOTE), {_EN: ("quote",), _RU: ("цитата",), _KK: ("дәйексөз",), _ZH: ("名言", "语录")}),
    Command("fact", _draw(Kind.FACT), {_EN: ("fact",), _RU: ("факт",), _KK: ("дерек",), _ZH: ("事实", "数据")}),
    Command("topics", lambda _: DrawTopic(), {_EN: ("topics",), _RU: ("темы",), _KK: ("тақырыптар",), _ZH: ("主题", "话题")}),
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
    Command("help", lambda _: Help(), {_EN: ("help",), _RU: ("помощь",), _KK: ("көмек", "анықтама"), _ZH: ("帮助",)}),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_BY_WORD = {normalise(word): (command, language) for command in COMMANDS for language, words in command.words.items() for word in words}

_LANGUAGE_WORDS = {
    Language.ZH: ("zh", "cn", "chinese", "китайский", "по-китайски", "қытайша", "қытай", "қытай тілі", "中文", "汉语", "华语", "zhongwen"),
    Language.KK: ("kk", "kz", "kazakh", "казахский", "по-казахски", "қазақша", "қазақ", "қаз", "қазақ тілі", "哈萨克语", "哈萨克文"),
    Language.RU: ("ru", "russian", "русский", "по-русски", "рус", "орысша", "орыс", "орыс тілі", "俄语", "俄文"),
    Language.EN: ("en", "english", "английский", "по-английски", "ағылшынша", "ағылшын", "ағылшын тілі", "英语", "英文"),
}
_LANGUAGE_OF = {normalise(word): language for language, words in _LANGUAGE_WORDS.items() for word in words}


_SPACES = re.compile(r"\s+")
_KEPT = re.compile(r"(?i)/(add|suggest|announce)(?:@\w+)?(?:\s|$)")
_KEEPING: Mapping[str, Callable[[str], Intent]] = {"add": Add, "suggest": Suggest, "announce": Announce}


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
        command = _BY_NAME.get(name.partition("@")[0].casefold())
        return command.intent(argument.strip()) if command else Unknown()
    for typed in (text, *other_layouts(text)):
        folded = normalise(typed)
        if folded in GREETINGS:
            return Greeting(GREETINGS[folded])
        if folded in THANKS:
            return Thanks(THANKS[folded])
        if private and folded in _BY_WORD:
            return _BY_WORD[folded][0].intent("")
    return Ask(text)


def language_of_word(text: str) -> Language | None:
    """The language of a word that stands for a command: too short to be told by its letters."""
    known = _BY_WORD.get(normalise(text))
    return known[1] if known else None


# How the words for a kind begin, whatever their ending.
_KIND_STEMS = {
    Kind.PROVERB: ("proverb", "пословиц", "поговорк", "мақал", "谚语", "俗语"),
    Kind.QUOTE: ("quote", "цитат", "дәйексөз", "名言", "语录"),
    Kind.FACT: ("fact", "facts", "факт", "дерек", "事实"),
}


def kinds_named(words: str) -> tuple[Kind, ...]:
    """The kinds that *words* ask for, in any of the four languages; all of them when none is named."""
    folded = normalise(words)
    named = tuple(kind for kind, stems in _KIND_STEMS.items() if any(normalise(stem) in folded for stem in stems))
    return named or tuple(Kind)


def kind_named(word: str) -> Kind | None:
    """The kind that a *word* names, whatever its ending."""
    folded = normalise(word)
    return next((kind for kind, stems in _KIND_STEMS.items() if any(folded.startswith(normalise(stem)) for stem in stems)), None)


def language_named(words: str) -> Language | None:
    """The language these *words* name, in any of the four languages."""
    return _LANGUAGE_OF.get(normalise(words))
