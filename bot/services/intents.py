"""What people want, read from what they type and press; every command is a row of `COMMANDS`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.corpus.quote import MAX_ID_CHARS, Kind
from bot.search.asking import is_for_any, language_of_request
from bot.services.follow_ups import follow_up
from bot.services.reading_intents import (
    About,
    Ask,
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
from bot.services.smalltalk import Courtesy, courtesy, without_courtesy
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
from bot.text.language import Language
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
    """A command, the words people type in its place in private, and the intent its argument makes."""

    name: str
    intent: Callable[[str], Intent]
    words: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)


def _draw(*kinds: Kind) -> Callable[[str], Intent]:
    return lambda wish: Draw(kinds or tuple(Kind), wish)


def _start(payload: str) -> Intent:
    return Open(payload.removeprefix(DEEP_LINK_PREFIX)) if payload.startswith(DEEP_LINK_PREFIX) else Start(payload)


def _id_in(words: str) -> str:
    """The id that was typed, also out of a link to a quote."""
    return words.split(" ")[0].rpartition(DEEP_LINK_PREFIX)[2].casefold()[:MAX_ID_CHARS]


# In the order of /help and of Telegram's menu.
_ZH, _KK, _RU, _EN = Language
COMMANDS = (
    Command("start", _start),
    Command(
        "random",
        _draw(),
        {
            _EN: ("random", "random saying", "surprise me", "say something wise"),
            _RU: ("случайное", "случайное изречение", "что-нибудь мудрое", "удиви меня"),
            _KK: ("кездейсоқ", "кездейсоқ нақыл", "бір нақыл айт"),
            _ZH: ("随机", "随便来一句", "来一句", "随便来一个"),
        },
    ),
    Command(
        "today",
        lambda _: Today(),
        {
            _EN: ("saying of the day", "proverb of the day", "quote of the day", "daily saying", "daily proverb", "daily quote"),
            _RU: ("изречение дня", "пословица дня", "цитата дня", "мудрость дня", "поговорка дня"),
            _KK: ("күннің нақылы", "күннің мақалы", "күннің дәйексөзі", "күннің сөзі", "бүгінгі мақал", "бүгінгі нақыл"),
            _ZH: ("每日一句", "今日一句", "每日谚语", "今日谚语", "今天的谚语", "今天的一句", "每日名言"),
        },
    ),
    Command(
        "proverb",
        _draw(Kind.PROVERB),
        {
            _EN: ("proverb", "random proverb", "tell me a proverb"),
            _RU: ("пословица", "поговорка", "случайная пословица", "расскажи пословицу"),
            _KK: ("мақал", "мақал-мәтел", "кездейсоқ мақал", "мақал айт", "мақал айтшы"),
            _ZH: ("谚语", "俗语", "随机谚语", "来一句谚语", "说个谚语"),
        },
    ),
    Command("quote", _draw(Kind.QUOTE), {_EN: ("quote",), _RU: ("цитата",), _KK: ("дәйексөз",), _ZH: ("名言", "语录")}),
    Command("fact", _draw(Kind.FACT), {_EN: ("fact",), _RU: ("факт",), _KK: ("дерек",), _ZH: ("事实", "数据")}),
    Command(
        "topics",
        lambda _: DrawTopic(),
        {
            _EN: ("topics", "what topics are there", "what topics do you have", "which topics", "all topics"),
            _RU: ("темы", "какие темы", "какие есть темы", "какие темы есть", "все темы"),
            _KK: ("тақырыптар", "қандай тақырыптар бар"),
            _ZH: ("主题", "话题", "有哪些主题", "有什么主题", "所有主题", "全部主题"),
        },
    ),
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
    Command(
        "about",
        lambda _: About(),
        {
            _EN: ("who are you", "what are you", "what is this bot", "are you a bot"),
            _RU: ("кто ты", "кто вы", "ты кто", "что это за бот", "ты бот"),
            _KK: ("сен кімсің", "сіз кімсіз", "кімсің", "сен кімсің өзің", "бұл қандай бот"),
            _ZH: ("你是谁", "您是谁", "你叫什么名字", "你是机器人吗"),
        },
    ),
    Command("privacy", lambda _: Privacy()),
    Command("forget", lambda _: Forget()),
    Command(
        "help",
        lambda _: Help(),
        {
            _EN: ("help", "help me", "what can you do", "how does this work"),
            _RU: ("помощь", "что ты умеешь", "что вы умеете", "что ты можешь"),
            _KK: ("көмек", "анықтама", "не істей аласың", "не істей аласыз"),
            _ZH: ("帮助", "你会什么", "你能做什么", "怎么用"),
        },
    ),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_BY_WORD = {normalise(word): (command, language) for command in COMMANDS for language, words in command.words.items() for word in words}


# What people type who want one more of what they were given.
_MORE = {
    _EN: "more/one more/another/another one/give me another/next/next one/another saying/something else/other/others/anything else/again",
    _RU: """ещё/ещё одно/ещё одну/ещё одна/давай ещё/можно ещё/а ещё/ещё такое же/другое/другую/дальше/следующее/следующая
        что-нибудь ещё/ещё что-нибудь/похожее""",
    _KK: """тағы/тағы бір/тағы біреуін/тағы біреуі/тағы біреу/тағы айт/тағы айтшы/тағы бар ма/тағы біреуі бар ма/тағы біреуін айтшы
        басқасын/басқасын айт/басқасын айтшы/келесі/келесісі/ұқсасын айт""",
    _ZH: """再来一个/再来一句/再来一条/再来几个/再来/再说一个/再讲一个/换一个/换一句/换一条/还有吗/还有别的吗/来点别的/下一个/下一条
        类似的""",
}
_MORE_WORDS = {
    normalise(phrase): language for language, phrases in _MORE.items() for phrase in phrases.replace("\n", "/").split("/") if phrase.strip()
}
_IN_KIND: Mapping[Courtesy, Callable[[Language], Intent]] = {
    Courtesy.GREETING: Greeting,
    Courtesy.THANKS: Thanks,
    Courtesy.FAREWELL: Farewell,
}
_SPACES = re.compile(r"\s+")
_KEPT = re.compile(r"(?i)/(add|suggest|announce)(?:@\w+)?(?:\s|$)")
_KEEPING: Mapping[str, Callable[[str], Intent]] = {"add": Add, "suggest": Suggest, "announce": Announce}


# What stands for a command is no longer, with "please" and all.
_MOST_WORDS_CHARS = 50


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
        if polite := courtesy(folded):
            return _IN_KIND[polite[0]](polite[1])
        if private and len(folded) <= _MOST_WORDS_CHARS and (meant := _in_words(typed, folded)):
            return meant
    return Ask(text)


def _in_words(typed: str, folded: str) -> Intent | None:
    """The intent that people put into words of their own where others would send a command."""
    for plain in dict.fromkeys((folded, without_courtesy(folded))):
        if plain in _BY_WORD:
            return _BY_WORD[plain][0].intent("")
        if plain in _MORE_WORDS:
            return More()
        if again := follow_up(typed, plain):
            return again
        if is_for_any(plain):
            return Draw(kinds_named(typed))
    language = language_asked_in(folded)
    return ChooseLanguage(language) if language else None


def language_of_word(text: str) -> Language | None:
    """The language of a word that stands for a command: too short to be told by its letters."""
    folded = normalise(text)
    known = _BY_WORD.get(folded)
    return known[1] if known else _MORE_WORDS.get(folded) or _MORE_WORDS.get(without_courtesy(folded)) or language_of_request(folded)
