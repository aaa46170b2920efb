"""What somebody typed, made ready to be searched for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Self

from bot.search.phrases import any_of
from bot.text.language import CYRILLIC, Language, detect
from bot.text.layouts import other_layouts
from bot.text.normalise import normalise
from bot.text.pinyin import typed_pinyin
from bot.text.scripts import repaired

_HAN = re.compile("[\u2e80-\U0010ffff]")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")


def has_han(folded: str) -> bool:
    """Whether a *folded* text holds Chinese characters; all else has become Latin."""
    return _HAN.search(folded) is not None


# Words with which people ask for a saying and which say nothing about it: "пословица о дружбе" asks for дружба. They stand in
# so many questions that by likeness alone they outweigh the one word that matters.
_FRAME_WORDS = """
a an the proverb proverbs quote quotes saying sayings fact facts about on of for me find tell give show please pls
что говорят говорится есть какая какие
пословица пословицы пословицу поговорка поговорки поговорку цитата цитаты цитату высказывание высказывания изречение факт факты
о об про найти найди скажи расскажи покажи дай мне пожалуйста
мақал мақалы мақалдар мақалдары мәтел мақал-мәтел мақал-мәтелдер дәйексөз дәйексөздер нақыл туралы жайлы жайында айт тап айтшы тапшы
не дейді қандай бар
"""
_FRAME_PARTS = "关于 有关 谚语 俗语 俗话 名言 名句 语录 的话 哪些 什么 怎么说 请问 帮我找一下 帮我找 有没有"
# What people say around the words they remember.
_CHAT_PHRASES = """
who said that/who said/who says/who wrote/who is the author of/what was it/how does it go/how did it go/how was it/find the quote
what does it mean/what is the meaning of/meaning of/what does/find the proverb/what is that saying/whats that saying
my grandma used to say/my grandmother used to say/my grandpa used to say
as they say/as the saying goes/do you know/remind me/i heard/have you heard/something like/hi/hello/hey/lol/omg/btw/thx/thanks
что значит/что означает/в чём смысл/смысл пословицы/значение пословицы/объясни/кто сказал/кто это сказал/кто говорил/кто написал
чьи слова/чья цитата/чья фраза/откуда фраза/откуда слова/откуда это
найди пословицу/найди цитату/найди поговорку/бабушка всегда говорила/бабушка говорила/дедушка говорил/мама говорила/как говорится
как там/ну как там/как это там/как дальше/помните/помнишь/напомни/не помню/кажется/что то вроде/привет/здравствуйте/лол/ахах/спасибо
мағынасы қандай/мағынасы не/мағынасы/не деген сөз/нені білдіреді/кім айтқан/кім айтты/кімнің сөзі/кімнің сөзі еді/деген мақал бар ма еді
деген мақал бар ма/деген мақал/деген сөз/деген сөзді кім айтқан
дейді ғой қазақ/дейді қазақ/дейді ғой/деп еді/деген екен/кеше естідім/естідім/тап маған/тауып бер/маған тап/есіңде ме/қалай еді
сәлем/салем/әжем айтатын/атам айтатын/қазақ айтады
"""
_CHAT_PARTS = """
有句话叫做 有句话叫 有句话说 有一句话 有句话 是谁说的 谁说的 谁说过 谁写的 出自哪里 出自哪儿 出自何处 是什么意思 什么意思 的意思是什么
意思是什么 是啥意思 啥意思 的意思 的下一句是什么 的下一句 下一句是什么 下一句 老话说得好 老话说 俗话说得好 俗话说 古人云 常言道
常言说得好 怎么说来着 怎么说的来着 来着 那个 帮我找一下 帮我找 帮忙找 你好 您好 请问 我奶奶常说 奶奶说 听说过 记得
"""
# Laughter and drawn-out vowels, folded: "ахахах", "hahaha", "哈哈哈", "ааа".
_LAUGHTER = re.compile(r"\b(?:[ah]*(?:ha|ah|hi|he){2,}h?|a{3,}|lol+)\b|哈{2,}|呵{2,}|嘿{2,}|嘻{2,}")
_FRAMES = frozenset(normalise(_FRAME_WORDS).split())
_FRAME_PART = re.compile("|".join(normalise(part) for part in _FRAME_PARTS.split()))
_PARTS = sorted({normalise(part) for part in _CHAT_PARTS.split()}, key=len, reverse=True)
_CHAT = re.compile(rf"\b(?:{any_of(_CHAT_PHRASES)})\b|{'|'.join(_PARTS)}")
# What stands in quotation marks of any of the four languages, or of a keyboard.
_QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》|\"([^\"]+)\"")
_MIN_QUOTED_CHARS = 3
# How long the endings of Russian and Kazakh words are, and how short a stem still tells something.
_ENDINGS = (2, 3)
_MIN_STEM_CHARS = 3

# A Chinese character tells as much as this many letters.
_LETTERS_A_CHARACTER = 2.5


def letters(folded: str) -> float:
    """How long a *folded* text is, in letters."""
    return len(folded) + (_LETTERS_A_CHARACTER - 1) * len(_HAN.findall(folded))


def essence(folded: str) -> str:
    """A *folded* question without the words that only ask; the question itself when nothing else is left."""
    words = _FRAME_PART.sub(" ", folded).split()
    return " ".join(word for word in words if word not in _FRAMES).removesuffix("的").strip() or folded


def _within(folded: str) -> str:
    """A *folded* question without the words that only ask at its ends: "не" means "what" in Kazakh, and "not" within a Russian saying."""
    words = _FRAME_PART.sub(" ", folded).split()
    telling = [place for place, word in enumerate(words) if word not in _FRAMES]
    return " ".join(words[telling[0] : telling[-1] + 1]) if telling else folded


def _without_chat(folded: str) -> str:
    """A *folded* message without laughter and what people say around the words they remember."""
    return " ".join(_CHAT.sub(" ", _LAUGHTER.sub(" ", folded)).split())


def quoted_in(text: str) -> list[str]:
    """What stands in quotation marks in a *text* as typed, each folded."""
    return [normalise(part) for found in _QUOTED.findall(text) for part in found if len(part) >= _MIN_QUOTED_CHARS]


def _stems(folded: str) -> Iterator[str]:
    """A word by itself without what may be its ending: "инеге" finds "инемен", though their endings hold more letters than their stem."""
    if " " not in folded and not has_han(folded):
        yield from (folded[:-ending] for ending in _ENDINGS if len(folded) - ending >= _MIN_STEM_CHARS)


class Query(NamedTuple):
    """A folded query and the other things it may mean; "" finds nothing.

    *bare* is the message without what people say around what they want. *cores* are what is left of it without the words around: those
    in quotation marks, those that are not chat, those from the first to the last that do not only ask, and those alone. *stems* are a
    single word without its ending. *typed* is the message itself, where it may be read in yet other ways. *likely* is the language it
    seems to be in: of texts that fit equally well, the one in it is meant. It is *sure* where letters or words tell it.
    """

    folded: str
    bare: str = ""
    cores: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    typed: str = ""
    likely: Language | None = None
    sure: bool = False

    @classmethod
    def of(cls, text: str) -> "Query":
        """The query for *text* as typed; letters that only look like those of the rest of their word are taken for those."""
        text = repaired(text) if _LATIN.search(text) and _CYRILLIC.search(text) else text
        folded = normalise(text)
        bare = _without_chat(folded)
        likely, sure = detect(text) or (None, False)
        return cls(folded, bare or folded, _cores(folded, bare, quoted_in(text)), tuple(_stems(folded)), text, likely, sure)

    @property
    def layouts(self) -> tuple[str, ...]:
        """Its folds on the other keyboard layouts. Most searches end before they are wanted."""
        others = dict.fromkeys(normalise(other) for other in other_layouts(self.typed))
        return tuple(other for other in others if other not in {"", self.folded})

    @property
    def tongues(self) -> tuple[Language | None, ...]:
        """The languages whose endings its words may have, likeliest first: a short word in Cyrillic letters may be of either of two."""
        either = self.likely in CYRILLIC and not self.sure
        return (self.likely, *(CYRILLIC - {self.likely})) if either else (self.likely,)

    def tongue_of(self, language: Language) -> Language | None:
        """The language whose endings its words have beside a text in this *language*."""
        return language if language in self.tongues else self.likely

    @property
    def pinyin(self) -> str:
        """Its letters, when it may be Chinese in Latin letters."""
        return typed_pinyin(self.typed)

    def about(self, core: str) -> Self:
        """A query for nothing but a folded *core* of this one."""
        return self._replace(folded=core, bare=core, cores=(), stems=tuple(_stems(core)), typed="")

    def reworded(self, words: Mapping[str, str]) -> Self:
        """The query with other *words*, by those they take the place of; it is not read in any other way."""
        folded, bare = (" ".join(words.get(word, word) for word in text.split()) for text in (self.folded, self.bare))
        return self._replace(folded=folded, bare=bare, cores=_cores(folded, bare), stems=(), typed="")


def _cores(folded: str, bare: str, quoted: Iterable[str] = ()) -> tuple[str, ...]:
    cores = dict.fromkeys([*quoted, bare, _within(bare or folded), essence(bare or folded)])
    return tuple(core for core in cores if core not in {"", folded})
