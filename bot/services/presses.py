"""Intents as the data of buttons, and back: complete in themselves, so that a button works weeks later and after a restart."""

import re
from collections.abc import Callable

from bot.corpus.quote import Kind
from bot.services.intents import Intent
from bot.services.reading_intents import Another, ChooseLanguage, Draw, DrawTopic, Open, SetLanguage, Unknown
from bot.services.unasked_intents import Adjust, Broadcast, Setting, ShowSettings, ShowSubscriptions, Tune, Tuning
from bot.services.upkeep_intents import (
    Act,
    Decide,
    Delete,
    Edit,
    Editors,
    Export,
    Forget,
    History,
    Offer,
    Report,
    Restore,
    Review,
    Settle,
    Translate,
    UndoImport,
    Verdict,
    Work,
)
from bot.store.announcements import Progress
from bot.text.language import Language

# Telegram's limit on callback_data, in bytes.
MAX_BYTES = 64

_LANGUAGES = "|".join(Language)
_ID = r"[a-z0-9][a-z0-9-]{0,39}"
_TOPIC = r"[a-z][a-z-]{0,15}"
_NUMBER = r"[0-9]{1,9}"
_OPEN = re.compile(rf"([osa]):({_LANGUAGES}|):({_ID})")
_ANOTHER = re.compile(rf"m:({_LANGUAGES}):({_TOPIC})?:({_ID})")
_TOPIC_PRESS = re.compile(rf"t:({_LANGUAGES}):({_TOPIC})?")
_LANGUAGE_PRESS = re.compile(rf"l:({_LANGUAGES}|auto|)")
_DRAW = re.compile(rf"d:({_LANGUAGES}):([a-z+]+)")
_OF_QUOTE = re.compile(rf"([exhgb]):({_ID})")
_HISTORY = re.compile(rf"h:({_NUMBER}):({_ID})")
_RESTORE = re.compile(rf"u:({_NUMBER}):({_NUMBER})?:({_ID})")
_TRANSLATE = re.compile(rf"n:({_LANGUAGES}|):({_ID})?")
_REPORT = re.compile(rf"f:([a-z]{{0,16}}):({_ID})")
_REVIEW = re.compile(rf"v:({_NUMBER})")
_DECIDE = re.compile(rf"y:({'|'.join(Verdict)}):({_NUMBER})")
_WORK = re.compile(rf"w:({_NUMBER}):({'|'.join(Act)}):([a-z0-9-]{{0,40}})")
_DISMISS = re.compile(r"k:([0-9]{1,15})")
_UNDO_IMPORT = re.compile(rf"i:({_NUMBER})")
_TUNE = re.compile(rf"q:({_NUMBER}):({'|'.join(Tuning)}):([A-Za-z0-9_/+-]{{0,40}})")
_SETTINGS = re.compile(r"c:([a-z]{0,16})")
_ADJUST = re.compile(rf"p:({'|'.join(Setting)}):([A-Za-z0-9_/+-]{{0,40}})")
_BROADCAST = re.compile(rf"r:({_NUMBER}):({'|'.join(Progress)})")
_SUBSCRIPTIONS = "q:"
_EXPORT = re.compile(r"j:([a-z]{1,8})")
_FORGET = re.compile(r"z:([0-9]{1,15})")


def to_press(intent: Intent) -> str:
    """The data of a button that means *intent*, 1–64 bytes of ASCII.

    Raises:
        ValueError: for an intent that no button stands for.
    """
    match intent:
        case Open(quote_id, language, detailed, aside):
            return f"{'a' if aside else 's' if detailed else 'o'}:{language or ''}:{quote_id}"
        case Another(quote_id, topic, language):
            return f"m:{language}:{topic or ''}:{quote_id}"
        case DrawTopic(words, language) if language:
            return f"t:{language}:{words}"
        case SetLanguage(language):
            return f"l:{language or 'auto'}"
        case ChooseLanguage():
            return "l:"
        case Draw(kinds, "", language) if language:
            return f"d:{language}:{'+'.join(kinds)}"
        case _:
            return _upkeep_press(intent)


def _upkeep_press(intent: Intent) -> str:
    match intent:
        case Edit(quote_id):
            return f"e:{quote_id}"
        case Delete(quote_id):
            return f"x:{quote_id}"
        case History(quote_id, before):
            return f"h:{quote_id}" if before is None else f"h:{before}:{quote_id}"
        case Offer(quote_id):
            return f"g:{quote_id}"
        case Settle(quote_id):
            return f"b:{quote_id}"
        case Restore(quote_id, version, since):
            return f"u:{version}:{'' if since is None else since}:{quote_id}"
        case Translate(language, after):
            return f"n:{language or ''}:{after}"
        case Report(quote_id, fault):
            return f"f:{fault}:{quote_id}"
        case Review(after):
            return f"v:{after}"
        case Decide(suggestion_id, verdict):
            return f"y:{verdict}:{suggestion_id}"
        case Work(draft_id, act, argument):
            return f"w:{draft_id}:{act}:{argument}"
        case Editors(words) if words.startswith("-"):
            return f"k:{words[1:]}"
        case Export(words) if words:
            return f"j:{words}"
        case UndoImport(number):
            return f"i:{number}"
        case Forget(True, person_id):
            return f"z:{person_id}"
        case _:
            return _posting_press(intent)


def _posting_press(intent: Intent) -> str:
    match intent:
        case Tune(subscription_id, act, argument):
            return f"q:{subscription_id}:{act}:{argument}"
        case ShowSubscriptions(""):
            return _SUBSCRIPTIONS
        case ShowSettings(page):
            return f"c:{page}"
        case Adjust(what, argument):
            return f"p:{what}:{argument}"
        case Broadcast(announcement_id, progress):
            return f"r:{announcement_id}:{progress}"
        case _:
            raise ValueError(f"no button stands for {type(intent).__name__}")


def parse_press(data: str) -> Intent:
    """What a pressed button means; `Unknown` for anything no button of ours ever said."""
    if found := _OPEN.fullmatch(data):
        return Open(found[3], Language(found[2]) if found[2] else None, detailed=found[1] == "s", aside=found[1] == "a")
    if found := _ANOTHER.fullmatch(data):
        return Another(found[3], found[2], Language(found[1]))
    if found := _TOPIC_PRESS.fullmatch(data):
        return DrawTopic(found[2] or "", Language(found[1]))
    if found := _LANGUAGE_PRESS.fullmatch(data):
        chosen = found[1]
        return ChooseLanguage() if not chosen else SetLanguage(None if chosen == "auto" else Language(chosen))
    if found := _DRAW.fullmatch(data):
        kinds = found[2].split("+")
        if set(kinds) <= set(Kind) and len(set(kinds)) == len(kinds):
            return Draw(tuple(Kind(kind) for kind in kinds), language=Language(found[1]))
    return _parse_upkeep(data)


_OF_QUOTE_INTENTS: dict[str, Callable[[str], Intent]] = {"e": Edit, "x": Delete, "h": History, "g": Offer, "b": Settle}


def _parse_upkeep(data: str) -> Intent:
    if found := _OF_QUOTE.fullmatch(data):
        return _OF_QUOTE_INTENTS[found[1]](found[2])
    if found := _HISTORY.fullmatch(data):
        return History(found[2], int(found[1]))
    if found := _RESTORE.fullmatch(data):
        return Restore(found[3], int(found[1]), int(found[2]) if found[2] else None)
    if found := _TRANSLATE.fullmatch(data):
        return Translate(Language(found[1]) if found[1] else None, found[2] or "")
    if found := _REPORT.fullmatch(data):
        return Report(found[2], found[1])
    if found := _REVIEW.fullmatch(data):
        return Review(int(found[1]))
    if found := _DECIDE.fullmatch(data):
        return Decide(int(found[2]), Verdict(found[1]))
    if found := _WORK.fullmatch(data):
        return Work(int(found[1]), Act(found[2]), found[3])
    if found := _UNDO_IMPORT.fullmatch(data):
        return UndoImport(int(found[1]))
    if found := _EXPORT.fullmatch(data):
        return Export(found[1])
    if found := _DISMISS.fullmatch(data):
        return Editors(f"-{found[1]}")
    if found := _FORGET.fullmatch(data):
        return Forget(sure=True, person_id=int(found[1]))
    return _parse_posting(data)


def _parse_posting(data: str) -> Intent:
    if found := _TUNE.fullmatch(data):
        return Tune(int(found[1]), Tuning(found[2]), found[3])
    if found := _SETTINGS.fullmatch(data):
        return ShowSettings(found[1])
    if found := _ADJUST.fullmatch(data):
        return Adjust(Setting(found[1]), found[2])
    if found := _BROADCAST.fullmatch(data):
        return Broadcast(int(found[1]), Progress(found[2]))
    return ShowSubscriptions() if data == _SUBSCRIPTIONS else Unknown()


def rewrites(data: str) -> bool:
    """Whether a press changes the message it stands under, and does not ask for a further one."""
    intent = parse_press(data)
    if isinstance(intent, Report):
        return bool(intent.fault)  # else it stands under the saying itself, which is to stay
    if isinstance(intent, Open) and intent.aside:
        return False
    in_place = Open | SetLanguage | ChooseLanguage | Work | Restore | Editors | Forget | Review | Settle | Decide | UndoImport
    return isinstance(intent, in_place | Tune | ShowSubscriptions | ShowSettings | Adjust | Broadcast)
