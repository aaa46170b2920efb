"""What people only say to be polite: it is answered in kind, and no proverb is thrown at it."""

import re
import unicodedata
from enum import Enum, auto

from bot.search.phrases import any_of, each
from bot.search.query import has_han
from bot.text.language import WITHOUT_KAZAKH_LETTERS, Language
from bot.text.normalise import normalise

# Whole messages; punctuation, case and emoji are folded away on both sides.
_GREETINGS = {
    Language.EN: """hi/hello/hey/hi there/hello there/good morning/good afternoon/good evening/how are you/how are you doing/whats up
        hi how are you/hello how are you/are you there/you there/anyone here""",
    Language.RU: """привет/здравствуй/здравствуйте/добрый день/доброе утро/добрый вечер/доброго дня/приветствую/хай/как дела/как ты/как вы
        привет как дела/здравствуйте как дела/здрасте/здрасьте/здарова/здорово бот/здравствуй бот/как поживаете/что делаешь
        как настроение/ты тут/ты здесь
        вы тут""",
    Language.KK: """сәлем/салем/салам/сәлеметсіз бе/сәлеметсің бе/сәлеметсіздер ме/сәлем бердік/саламатсыз ба/саламатсың ба
        ассалаумағалейкум/ассалаумағалайкум/ассаламу алейкум/салам алейкум/армысыз/армысың/амансыз ба/амансың ба
        қайырлы таң/қайырлы күн/қайырлы кеш/қалайсыз/қалайсың/қал қалай/қалың қалай/халіңіз қалай
        не жаңалық/сәлем қалайсың/сәлем қалың қалай
        сәлем бәріне/осындасың ба/осындасыз ба/денсаулығың қалай/денсаулығыңыз қалай""",
    Language.ZH: "你好/您好/你好吗/嗨/喂/哈喽/早上好/早安/上午好/下午好/晚上好/大家好/在吗/在不在/有人吗/最近怎么样/吃了吗/nihao/ni hao",
}
_THANKS = {
    Language.EN: """thanks/thank you/thank you very much/thanks a lot/thx/many thanks/ok thanks/great/cool/you are great
        youre great/you are the best/youre the best/well done/good bot/nice bot/thank u/thnx/cheers/nice one/love it/well said/awesome
        amazing/perfect/wow
        nice""",
    Language.RU: """спасибо/спасибо большое/большое спасибо/спасибо вам/благодарю/спс/спасибки/молодец
        ты молодец/вы молодец/умница/выручил/хороший бот/хорошо сказано/здорово сказано/классно/круто/супер/класс/отлично/ого
        вау/прикольно/ты лучший/ты лучшая""",
    Language.KK: """рахмет/рақмет/көп рахмет/үлкен рахмет/рахмет сізге/рахмет саған/жарайсың/жарайсыз
        көп көмектестің/көп көмектестіңіз/жақсы айтылған/әдемі екен/керемет/керемет екен/тамаша/күшті екен/күшті/күштісің/ғажап/вау
        бәрекелді/жарайсыңдар""",
    Language.ZH: """谢谢/谢谢你/谢谢您/多谢/非常感谢/感谢/真棒/你真棒/太棒了
        你太棒了/太好了/谢谢啦/谢了/多谢啦/太感谢了/谢谢你的帮助/谢谢您的帮助/很有帮助
        xiexie/xie xie/你好棒/厉害/不错/真好/说得好/说得对/说得真好""",
}
_ASSENTS = {
    Language.EN: """ok/okay/got it/i see/fine/alright/all right/understood/i understand/noted/sure/yes/yeah/yep/youre welcome
        your welcome/never mind/no thanks/no thank you/forget it/nothing/no/nope/nah""",
    Language.RU: """ок/окей/ясно/понятно/понял/поняла/хорошо/ладно/да/ага/угу/договорились/конечно/ясненько/понятненько/не за что/не надо
        не нужно/ничего/нет/неа/нет спасибо""",
    Language.KK: "жақсы/жақс/түсінікті/түсіндім/мақұл/жарайды/иә/ия/әрине/ештеңе етпейді/керек емес/қажет емес/жоқ/жоқ рахмет",
    Language.ZH: """好的/好吧/好/好哒/好滴/嗯/嗯嗯/哦/哦哦/是/是的/对/对的/行/行吧/明白/明白了/懂了/知道了
        收到/不客气/没事/没关系/算了/不用了/不用/不必了""",
}
_FAREWELLS = {
    Language.EN: "bye/bye bye/goodbye/good bye/good night/good nite/see you/see you later/take care",
    Language.RU: "пока/пока пока/до свидания/спокойной ночи/доброй ночи/всего доброго/до завтра/poka",
    Language.KK: "сау бол/сау болыңыз/хош/жақсы тұрыңыз/сау болыңдар/қош бол/қош болыңыз/көріскенше/қайырлы түн/жақсы жатып жай тұрыңыз",
    Language.ZH: "再见/拜/拜拜/晚安/回头见/明天见/wanan/wan an/zaijian/zai jian",
}
# What stands among these and means nothing by itself.
_AMONG = """
everyone/everybody/all/guys/friends/my friend/bot/so much/very much/a lot/for your help/for the help/for that/well/oh/you/to you/again
всем/вам/тебе/друзья/друг/коллеги/бот/большое/огромное/за помощь/за ответ/помог/помогла/помогли/очень/ты/вы/ну/ладно/тогда
баршаңызға/бәріңізге/достар/достым/бот/көп/сізге/саған/көмегіңізге/көмегіңе/ал/онда
大家/朋友们/机器人/你/您/啊/呀/哦/了/那/吧/呢/帮忙/你的帮助/您的帮助
"""
# What people only throw in: a word or two find whatever holds them, and these are not meant to.
_INTERJECTIONS = """
love you/i love you/miss you/i miss you/really/maybe/lol/omg/wtf/right/sorry/please/pls/
why/what/who/how/where/when/hmm/oops/yay/haha/exactly/of course/me too/same/and/but/this/that/never/always/enough/ready/indeed
good luck/too late/tomorrow/today/yesterday/later/wait/stop/help/sleepy/tired/hungry/bored/whatever/trust me/promise me/silence please
far away/second/first come/dont cry/don t cry/forgive me/slow down/get up/need a doctor/i need a doctor/in the morning/not now/come on
люблю тебя/я тебя люблю
какая погода/хм/хмм/ой/эх/ура/фу/нормально/чего/сколько/дурак/дура/глупый/тупой/бесполезный/братан/жадина/может быть/возможно/наверное
точно/извините/извини/прости/простите/пожалуйста/почему/зачем/кто/что/как/где/когда/куда/так/вот/это/все/ещё/еще
или/блин/погоди/подожди/скучаю/никогда/всегда/сам/сама/стой/держись/щас/сейчас/потом/завтра/сегодня/вчера/тихо
пора/что случилось/деньги есть/время есть/дай денег/устал/устала/скучно/правда/честно/работа есть/дай слово сказать/слово дай сказать
он мне не друг/не судьба/хватит болтать/сто рублей есть/как прошло
сені сүйемін/мен сені сүйемін
түсінбедім/түсінбеймін/не хабар/тоқта/бауырым/жаным/ақымақ/болды/мүмкін/бәлкім/шын ба/рас па/рас/кешіріңіз/кешір/өтінемін/неге/кім/не
қалай/қайда/қашан/осы/сол/бар
ғой/өте/тағы/солай/дұрыс/келдім/білмеймін/қап/болады/болмайды/болмас/әттең/тез/асықпа/қорықпа/біледі/барамын/кел/жетер
қойшы/күт/ертең/бүгін/кеше/шаршадым/шындықты айт/көктем келді ғой/ар жағында не бар/қорқып тұрмын/сағындым/ақымақсың/жоғал
сапарың қалай өтті/сапарыңыз қалай өтті/қалай өтті/сөз бермеймін/ән қосшы/мектептен келді ме/кешир
我爱你/爱你/想你/我想你/滚/可以/没有/没/不是/不/真的/真的吗/也许/可能/当然/呵呵/哈哈/嘿嘿/对不起/不好意思/为什么/什么/谁/怎么/哪里
这个/那个/多少钱/不知道/我不知道/小心/加油/不怕/来了/别急/明天/今天/昨天/等等/累了/饿了/无聊/几点了/几点啦/现在几点/好吃/好不好
没人/人多/没用/听你的/听我的/多少/先吃饭/行不行/差不多/不着急/不要/一点/一起走/一个人/一句话/两个/早点睡/慢慢来/太难了/学不会/听不懂
说实话/失败了/后悔了/着火了/生病了/人太多/成功了/一个也没有/是谁/下一句/上一句/后半句/上半句/的下一句/下一句是什么
help yourself/stop talking/the end/dont worry/don t worry/every day/whats next/what s next/finish the proverb/complete the saying/finish it
верните деньги/дверь закрой/закрой дверь/вода не течёт/вода не течет/терпения уже нет/слово дай/кто первый/первым пришел/в конце концов
не спеши/поспеши/плохо/хорош/последний/всему конец/полностью/целиком/как звучит полностью/мне лень/рахмет брат/көктем келді/соңы/жалғасы
бірінші қыркүйек/қонақ келсе шай қой
"""


def _by_phrase(phrases: dict[Language, str]) -> dict[str, Language]:
    """The language of each folded phrase; where two share one, that of the first."""
    found: dict[str, Language] = {}
    for language, text in phrases.items():
        for phrase in each(text):
            found.setdefault(normalise(phrase), language)
    return found


class Courtesy(Enum):
    """What somebody wants to be polite with."""

    FAREWELL = auto()
    THANKS = auto()
    GREETING = auto()
    ASSENT = auto()


# In the order of what is answered where a message holds several: who thanks and goes, goes.
_COURTESIES = {
    Courtesy.FAREWELL: _by_phrase(_FAREWELLS),
    Courtesy.THANKS: _by_phrase(_THANKS),
    Courtesy.GREETING: _by_phrase(_GREETINGS),
    Courtesy.ASSENT: _by_phrase(_ASSENTS),
}
_PHRASES = sorted(
    {*(phrase for phrases in _COURTESIES.values() for phrase in phrases), *map(normalise, each(_AMONG))},
    key=len,
    reverse=True,
)
# Chinese has no spaces between words.
_PHRASE = "|".join(re.escape(phrase) if has_han(phrase) else rf"\b{re.escape(phrase)}\b" for phrase in _PHRASES)
# Atomic, the longest phrase first: else "你好你好…" could be parted in as many ways as there are words in it, doubled each time.
_SAID, _NOTHING_ELSE = re.compile(_PHRASE), re.compile(rf"(?>(?:{_PHRASE}) ?)++")
# In longer messages something else is said, too.
_MOST_CHARS = 60


def courtesy(folded: str) -> tuple[Courtesy, Language] | None:
    """What a *folded* message is polite with, and in which language, when it says nothing else: "ok thanks, see you later!"."""
    if len(folded) > _MOST_CHARS:
        return None
    for kind, phrases in _COURTESIES.items():
        if folded in phrases:
            return kind, phrases[folded]
    if not _NOTHING_ELSE.fullmatch(folded):
        return None
    said = _SAID.findall(folded)
    return next(((kind, phrases[one]) for kind, phrases in _COURTESIES.items() for one in said if one in phrases), None)


# What may stand before or behind what is wanted, and is not meant by itself: "спасибо, ещё", "one more, please".
_POLITE = """
please/pls/thanks/thank you/thx/hi/hello/hey/пожалуйста/спасибо/привет/здравствуйте/рахмет/рақмет/өтінемін/сәлем/сәлеметсіз бе
谢谢/谢谢你/谢谢您/多谢/你好/您好/请
"""
_POLITE_PHRASE = any_of(_POLITE)
_POLITE_BEFORE, _POLITE_BEHIND = (
    re.compile(rf"(?:{_POLITE_PHRASE})(?: |(?<=[\u4e00-\u9fff]))"),
    re.compile(rf"(?: |(?<=.)(?=请|谢|多))(?:{_POLITE_PHRASE})$"),
)


def without_courtesy(folded: str) -> str:
    """A *folded* message without one polite phrase before it and one behind it."""
    before = _POLITE_BEFORE.match(folded)
    rest = folded[before.end() :] if before else folded
    behind = _POLITE_BEHIND.search(rest)
    return (rest[: behind.start()] if behind else rest) or folded


# How people turn to the bot before they say what they want, or behind it; something has to part it from the rest.
_ADDRESS = """
hi/hello/hey/hi there/hello there/good morning/good afternoon/good evening/dear bot/bot/bro/dude/привет/здравствуйте/здравствуй/добрый день
доброе утро/добрый вечер/бот/дорогой бот/братан/бро/друг мой/сәлем/салем/сәлеметсіз бе/қайырлы күн/бауырым/жаным/ағайын/бот
hello bot/hi bot/你好/您好/在吗/哈喽/嗨/早上好/晚上好/机器人
"""
_ADDRESSES = "|".join(sorted(map(re.escape, each(_ADDRESS)), key=len, reverse=True))
# Behind Chinese words a space is as good as a comma.
_ADDRESSED = re.compile(
    rf"(?i)^(?:(?:{_ADDRESSES})(?:\s*[,，!！.。…?？]+\s*|(?<=[\u4e00-\u9fff])\s+))+|\s*[,，]\s*(?:{_ADDRESSES})\s*[!?.]*$"
)


def without_address(text: str) -> str:
    """A *text* as typed without a greeting, or another word that only turns to the bot, before it or behind it: "сәлем, мақал айтшы"."""
    return _ADDRESSED.sub("", text) or text


_WORDS = re.compile(r"\w+")


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


_TYPED = {*map(_plain, each(_INTERJECTIONS))}
# On a keyboard that has only Russian letters, too.
_PLAIN = frozenset({*_TYPED, *(phrase.translate(WITHOUT_KAZAKH_LETTERS) for phrase in _TYPED)})


def is_interjection(text: str) -> bool:
    """Whether *text* is only thrown in. In the letters it is typed in: folded, "кім" (who) would be "киім" (clothes)."""
    return _plain(text) in _PLAIN
