"""Strings that break programs, each with the reason it is here, and strategies over them for whatever the bot can be told."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.services.intents import COMMANDS
from bot.services.presses import MAX_BYTES
from bot.services.unasked_intents import Setting, Tuning
from bot.services.upkeep_intents import Act, Verdict
from bot.store.announcements import Progress
from bot.text.language import Language

Test = TypeVar("Test", bound=Callable[..., Any])

NASTY: Mapping[str, str] = {
    # What turns or hides what is read.
    "right-to-left override": "\u202egnirps\u202c весна",
    "an override that is never ended": "\u202espring \u202dfriend \u202bwork",
    "isolates": "\u2067abc\u2066 \u2068дос\u2069",
    "marks of direction": "\u200espring\u200f \u061cдостық\u200e",
    "tag characters": "\U000e0041\U000e0042\U000e007f spring",
    "a message hidden in variation selectors": "spring" + "".join(map(chr, range(0xE0100, 0xE0130))),
    "zero-width letters": "s\u200bp\u200cr\u200di\u2060n\ufeffg",
    "soft hyphens": "s\u00adp\u00adr\u00ading",
    "invisible operators": "2\u2062x\u2064y\u2061(z)",
    "fillers that are letters": "\u3164\u115f\u1160\uffa0",
    "a blank that is a pattern": "\u2800\u2800\u2800",
    "homoglyphs": "ѕрrіng аnd рrоvеrb",
    "homoglyphs of a command": "/hеlр",
    "full width": "／ｈｅｌｐ ｓｐｒｉｎｇ ＃ｗｏｒｋ",
    "mathematical letters": "𝓼𝓹𝓻𝓲𝓷𝓰 𝐟𝐫𝐢𝐞𝐧𝐝 𝕨𝕠𝕣𝕜",
    "letters in circles and squares": "ⓢⓟⓡⓘⓝⓖ 🅰🅱 🄰",
    # What is no character, or half of one.
    "lone surrogates": "\ud800 and \udfff",
    "halves in the wrong order": "\udc00\ud83d spring \ud83d",
    "a byte that was not UTF-8": "spring \udc80\udcff",
    "nul": "a\x00b\x00",
    "nul alone": "\x00",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f",
    "control characters of C1": "".join(map(chr, range(0x80, 0xA0))) + "spring",
    "colours and a bell of a terminal": "\x1b[31mred\x1b[0m\x07\x1b]0;title\x07\x9b2J",
    "noncharacters": "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000\U0010fffd",
    "unassigned": "\u0378\u0380\u05ff\U0001fbff\U000323b0",
    "the sign of what was lost": "\ufffd\ufffdspring\ufffd",
    "a mark of byte order in front": "\ufeff/help",
    # What stands on something else.
    "zalgo": "s" + "\u0336\u0489\u0310\u035b" * 300 + "pring",
    "combining marks alone": "\u0301\u0323\u0306\u20dd",
    "combining first": "\u0301е весна",
    "decomposed": "и\u0306 е\u0308 a\u030a e\u0323\u0302",
    "a thousand marks of one class": "a" + "\u0300\u0316" * 500,
    "enclosing marks": "1\u20e3 a\u20dd б\u20e4",
    # What counts as one and is many, or the other way.
    "4,096 emoji": "😀" * 4_096,
    "families": "👩‍👩‍👧‍👦" * 500,
    "flags": "🇰🇿🇨🇳" * 100,
    "half a flag": "🇰" * 33,
    "skin colours without hands": "🏿🏻🏽",
    "a flag made of tags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "joiners alone": "\u200d\u200c\ufeff",
    "joiners at the edges": "\u200d👩\u200d",
    "a ligature that is four words": "ﷺ ﷽ ﷻ",
    "letters that grow when folded": "ß İ ŉ ǰ ΐ ﬃ ᾳ" * 20,
    "letters that fold by their place": "ΣΑΣ σς ǅ ǆ",
    # Much of it.
    "4,096 letters": "а" * 4_096,
    "one long word of Chinese": "花" * 4_096,
    "one long word of two alphabets": "spгing" * 600,
    "many short words": "a б " * 1_024,
    "spaces of every kind": " \u00a0\u1680\u2003\u2007\u202f\u205f\u3000\u200b\t ",
    "line breaks": "\n" * 500 + "spring",
    "line breaks of every kind": "a\r\nb\rc\vd\fe\x1cf\x1dg\x1eh\x85i\u2028j\u2029k",
    "letters that fold again and again": "k" * 200 + "h" * 200,
    # Other scripts.
    "Hangul, in syllables and in parts": "봄 한국어 \u1112\u1161\u11ab ㅎㅏㄴ",
    "Arabic with its marks": "كوكتەم بِسْمِ اللَّهِ ـــــ",
    "Devanagari and Thai": "वसन्त क्षत्रिय ดอกไม้ น้ำ",
    "scripts nobody writes": "𓂀𒀀𐎀 ᚠᚢᚦ ⠓⠑⠇⠏",
    "right to left behind a mention": "@hundred_flowers_bot \u202eאביב كوكتەم",
    "vertical forms and radicals": "︽花︾ ⺀⼀ 豈 﨎 𠀀𪜶",
    "digits of other scripts": "٣٤٥ ⅷ ①② 一二三 ௧௨ 𝟜𝟚 ½ ㊿",
    "digits without end": "9" * 4_000,
    "digits without end, of Arabic": "٩" * 1_000,
    "signs of numbers": "-0 +1 1e309 NaN Infinity 0x7f 1_000 ² −5",
    # What means something to some program on the way.
    "fields of format": "{0} {} {count} {words} {0.__class__} {!r}",
    "a broken field of format": "{ } {{ {count",
    "signs of percent": "%s %d %(x)s %n %",
    "braces": "{" * 200 + "}" * 200,
    "a bomb for patterns": "(a+)+$ " + "a" * 2_000 + "!",
    "a pattern": r"^(?:.*)*\Q[[:alpha:]]\E\1$",
    "slashes": "/" * 300,
    "backslashes": "\\" * 300 + "n\\u0000\\ud800",
    "quotation marks": "\"'`´„“”«»‹›「」" * 9,
    "sql": "'; DROP TABLE quotes; -- \" OR 1=1",
    "sql's wildcards": "%_[]^%' ESCAPE '\\",
    "html": "<b>bold</i> &lt; &amp; &#0; <script>alert(1)</script> <a href='x'>",
    "markdown": "*bold _italic `code` [link](tg://user?id=1) ~ > # + - = | { } . ! ||spoiler||",
    "a shell's": "$(reboot) `reboot` ; rm -rf ~ | cat & && ${PATH}",
    "a path": "../../../../etc/passwd\x00.toml",
    "a path of Windows": "C:\\con\\..\\NUL.csv",
    "a formula": '=HYPERLINK("http://x")\t@SUM(1)',
    "a log line of somebody else's": "spring\n2026-01-01 ERROR answered chat=1 token=123456:ABC",
    "null and its kin": "null None undefined nil NaN true false [] {}",
    "toml": '"""\n[[quote]]\nid = "x" # \'\'\'',
    "json": '{"kind": "quote", "text": "\\ud800"}',
    "links": "https://example.org/?a=b&c tg://resolve?domain=x www.x.kz t.me/+x mailto:a@b",
    "parts of a saying": "| | | # ## #work | |",
    "languages of an announcement": "kk:\nru: \nen:\x00\nzh:\ud800",
    # What looks like a command.
    "another bot's command": "/help@another_bot",
    "our command with our name": "/HELP@Hundred_Flowers_Bot\u2003x",
    "commands in a row": "/add /suggest /announce /cancel",
    "a command behind a line break": "/\n/help",
    "a command without a name": "/@hundred_flowers_bot",
    "our name and nothing else": "@hundred_flowers_bot",
    "our name again and again": "@hundred_flowers_bot" * 60,
    "empty": "",
    "a space": " ",
}
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))


def fuzzed(examples: int) -> Callable[[Test], Test]:
    """Run a test with so many *examples*, always the same; with FUZZ_EXAMPLES in the environment with so many, and others each time."""
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=EXAMPLES or examples, derandomize=not EXAMPLES, database=None, deadline=None, suppress_health_check=suppressed
    )


# Any character there is, and more often those that have a meaning somewhere on the way.
MARKS = st.text(
    st.sampled_from(list("\"'\\,;:|#=+-@{}[]<>&%_*`~/. \n\r\t\v\x00\x85\u2028\u202e\u200d\u0301\ufeff\ud800aя花1")), max_size=60
)
PIECES = st.sampled_from([text[:80] for text in NASTY.values()])
TEXTS = st.one_of(
    st.sampled_from(list(NASTY.values())),
    st.text(st.characters(), max_size=120),
    MARKS,
    st.lists(PIECES, min_size=2, max_size=5).map("".join),
    st.lists(PIECES | st.sampled_from(["spring", "весна", "достық", "花", "09:00", "kk", "#work", "|"]), max_size=6).map(" ".join),
)
NAMES = st.sampled_from([f"/{command.name}" for command in COMMANDS])
COMMAND_TEXTS = st.builds("{}{}{}".format, NAMES, st.sampled_from([" ", "@hundred_flowers_bot ", "\n", "@another_bot ", ""]), TEXTS)

_SHORT = st.text(st.characters(), max_size=12) | MARKS.map(lambda text: text[:12])
_LANGUAGES = st.sampled_from([*Language, "", "auto", "de", "KK"])
_NUMBERS = st.integers(0, 12).map(str) | st.sampled_from(["", "-1", "00", "٣", "2147483647", "999999999", "9" * 15, "9" * 40])
_WORDS = st.sampled_from("proverb quote fact proverb+quote work friendship unity all admins on off csv jsonl toml save zone".split())
_ARGUMENTS = st.one_of(
    _LANGUAGES,
    _NUMBERS,
    _WORDS,
    _SHORT,
    st.sampled_from("Asia/Almaty Etc/GMT+12 ../../etc/passwd Asia 22-07 text speaker source wording why topics - + /".split()),
)


def presses(ids: Iterable[str]) -> st.SearchStrategy[str]:
    """Data of buttons, of at most 64 bytes: every form there is with sound and unsound fields, changed ones, and any text."""
    quote_ids = st.sampled_from([*ids, "no-such-quote", "x" * 40, "-", ""])
    forms = st.one_of(
        _form("[osa]", _LANGUAGES, quote_ids),
        _form("[m]", _LANGUAGES, _WORDS | _SHORT, quote_ids),
        _form("[td]", _LANGUAGES, _WORDS),
        _form("[l]", _LANGUAGES),
        _form("[exhgb]", quote_ids),
        _form("[u]", _NUMBERS, _NUMBERS, quote_ids),
        _form("[n]", _LANGUAGES, quote_ids),
        _form("[f]", st.sampled_from(["words", "speaker", "offensive", "", "x"]), quote_ids),
        _form("[vki]", _NUMBERS),
        _form("[y]", st.sampled_from(Verdict), _NUMBERS),
        _form("[w]", _NUMBERS, st.sampled_from(Act), _ARGUMENTS),
        _form("[q]", _NUMBERS, st.sampled_from(Tuning), _ARGUMENTS),
        _form("[c]", _ARGUMENTS),
        _form("[p]", st.sampled_from(Setting), _ARGUMENTS),
        _form("[r]", _NUMBERS, st.sampled_from(Progress)),
        _form("[j]", _WORDS),
        st.sampled_from(["q:", "z:", "l:", "z", ":"]),
    )
    changed = st.builds(
        lambda data, place, put: data[: place % (len(data) + 1)] + put + data[place % (len(data) + 1) :], forms, st.integers(0), _SHORT
    )
    return (forms | forms | changed | TEXTS).map(_within_telegrams_limit)


def _form(letters: str, *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    """One of *letters* with the *fields* behind it."""
    return st.tuples(st.sampled_from(letters.strip("[]")), *fields).map(lambda parts: ":".join(map(str, parts)))


def _within_telegrams_limit(data: str) -> str:
    return data.encode("utf-8", "surrogatepass")[:MAX_BYTES].decode("utf-8", "ignore")


def mangled(value: Any) -> st.SearchStrategy[Any]:
    """*value*, as JSON has it, with something of it missing or of another kind: what no sound server would send."""
    junk = st.sampled_from([None, True, 0, -1, 2**63, 1e308, "", "x", "\ud800", [], [None], {}, {"id": "x"}, [[]]])
    if isinstance(value, dict) and value:
        return st.sampled_from(list(value)).flatmap(lambda name: _mangled_within(value, name, junk))
    if isinstance(value, list) and value:
        return mangled(value[0]).map(lambda first: [first, *value[1:]]) | junk
    return junk


def _mangled_within(value: dict[str, Any], name: str, junk: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    missing = st.just({key: kept for key, kept in value.items() if key != name})
    return missing | (junk | mangled(value[name])).map(lambda other: value | {name: other})
