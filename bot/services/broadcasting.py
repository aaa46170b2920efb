"""/announce: an owner's text to every chat, in its language, with a report at the end."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.errors import ChatGone, InDoubt, TryLater
from bot.services.answers import Answer
from bot.services.delivering import Courier
from bot.services.incoming import Incoming
from bot.services.unasked_answers import AnnouncementShown
from bot.services.unasked_intents import Broadcast
from bot.services.upkeep_answers import Say, Told
from bot.store.announcements import Announcement, AnnouncementStore, Progress
from bot.store.chats import ChatStore
from bot.store.outbox import Outbox
from bot.store.parcels import Outcome
from bot.text.language import Language, detect
from bot.text.normalise import printable

_PROGRESS_SECONDS = 3
# A pattern of Braille without dots, and the fillers of Korean syllables.
_BLANKS = "\u2800\u115f\u1160\u3164\uffa0"
_OPEN = {Outcome.HELD, Outcome.QUEUED, Outcome.LEASED, Outcome.SENDING}
_ENDED = {Progress.DONE, Progress.CANCELLED}
# Room is left for what stands around it.
MAX_TEXT_CHARS = 3_500
# A line "kk: …" begins the text in that language.
_SECTION = re.compile(rf"(?m)^[ \t]*({'|'.join(Language)})[ \t]*[:：][ \t]*", re.IGNORECASE)


@dataclass
class Broadcasting:
    """Owners' announcements from their draft to their report."""

    announcements: AnnouncementStore
    chats: ChatStore
    outbox: Outbox
    owners: frozenset[int]
    present: Callable[[], int]
    _shown_at: int = 0
    _told: dict[int, tuple[Progress, dict[Outcome, int]]] = field(default_factory=dict)

    async def announce(self, words: str, incoming: Incoming, language: Language) -> Answer:
        """Show what an owner is about to announce, and to how many."""
        if incoming.person_id not in self.owners or incoming.anonymous or incoming.masked:
            return Told(language, Say.NOT_AN_OWNER, refused=True)
        replied = incoming.replied.text if incoming.replied else ""
        try:
            texts = texts_in(words or replied, language)
        except TextsUnclearError:
            texts = {}
        if not texts:
            return Told(language, Say.ANNOUNCE_FORM, refused=True)
        # All of them together have to fit the preview.
        if sum(map(len, texts.values())) > MAX_TEXT_CHARS:
            return Told(language, Say.ANNOUNCE_LONG, refused=True)
        announcement = await self.announcements.begin(texts, next(iter(texts)), incoming.person_id, incoming.chat_id)
        return AnnouncementShown(language, announcement, reached=await self.chats.by_language())

    async def go_on(self, intent: Broadcast, incoming: Incoming, language: Language) -> Answer:
        """Send, pause, resume or cancel an announcement, as its owner pressed."""
        announcement = await self.announcements.get(intent.announcement_id)
        if incoming.person_id not in self.owners:
            return Told(language, Say.NOT_AN_OWNER, refused=True)
        if announcement is None:
            return Told(language, Say.ANNOUNCEMENT_GONE, refused=True)
        if intent.progress is Progress.SENDING and announcement.progress is Progress.DRAFT:
            # Before it may be sent: a crash in between leaves a draft, which can be sent again, and reaches nobody twice.
            async for some in self.chats.announced():
                await self.announcements.address(announcement.id, some, self.present())
        await self.announcements.turn(announcement.id, intent.progress)
        current = await self.announcements.get(announcement.id) or announcement
        return AnnouncementShown(language, current, counts=await self.outbox.counts(announcement.id))

    async def shown_in(self, announcement_id: int, message_id: int) -> None:
        """Remember the message that shows an announcement: its progress is shown there."""
        await self.announcements.shown_in(announcement_id, message_id)

    async def ended(self, shown: AnnouncementShown) -> AnnouncementShown | None:
        """How an announcement has ended, when that was not known yet as it was *shown*: its message tells of an end only once."""
        if shown.announcement.progress is Progress.DRAFT or not (current := await self.announcements.get(shown.announcement.id)):
            return None
        current, counts = await self._come_to(current)
        if current.progress not in _ENDED or (current.progress, counts) == (shown.announcement.progress, shown.counts):
            return None
        return replace(shown, announcement=current, counts=counts)

    async def _come_to(self, announcement: Announcement) -> tuple[Announcement, dict[Outcome, int]]:
        """How far an announcement has come; one of which nothing is left to be sent is done."""
        counts = await self.outbox.counts(announcement.id)
        done = announcement.progress is Progress.SENDING and not counts.keys() & _OPEN
        return (replace(announcement, progress=Progress.DONE) if done else announcement), counts

    async def show_progress(self, courier: Courier) -> None:
        """Let owners see how far their announcements are, now and then and at the end."""
        if abs(self.present() - self._shown_at) < _PROGRESS_SECONDS:
            return
        self._shown_at = self.present()
        for announcement in await self.announcements.under_way():
            shown, counts = await self._come_to(announcement)
            if self._told.get(announcement.id) != (shown.progress, counts):
                # Until its end has been told, it is under way.
                if not await self._report(shown, counts, courier):
                    continue
                self._told[announcement.id] = shown.progress, counts
            if shown.progress is Progress.DONE:
                await self.announcements.turn(announcement.id, Progress.DONE)
                del self._told[announcement.id]

    async def _report(self, announcement: Announcement, counts: Mapping[Outcome, int], courier: Courier) -> bool:
        """Show how far an announcement has come; whether it could be, or never can."""
        settings = await self.chats.settings(announcement.person_id)
        language = settings.language or settings.spoken or announcement.fallback
        shown = AnnouncementShown(language, announcement, counts=counts)
        try:
            message_id = await courier.change(announcement.chat_id, announcement.message_id, shown)
        except ChatGone:
            return True
        except (TryLater, InDoubt):
            return False
        if message_id != announcement.message_id:
            await self.announcements.shown_in(announcement.id, message_id)
        return True


class TextsUnclearError(ValueError):
    """It cannot be told which text is for which language."""


def texts_in(words: str, language: Language) -> dict[Language, str]:
    """The texts of an announcement by their languages, the first one first: parts that begin with "kk:" and the like, or one text.

    Raises:
        TextsUnclearError: when there are words before the first part, or two parts for one language.
    """
    words = printable(words).strip()
    if not any(map(_is_seen, words)):
        return {}
    before, *parts = _SECTION.split(words)
    if not parts:
        guess = detect(words)
        return {guess.language if guess else language: words} if words else {}
    tags = [Language(tag.lower()) for tag in parts[::2]]
    if before.strip() or len(set(tags)) < len(tags):
        raise TextsUnclearError(words)
    return {tag: text.strip() for tag, text in zip(tags, parts[1::2], strict=True) if any(map(_is_seen, text))}


def _is_seen(char: str) -> bool:
    """Whether a reader sees *char* by itself; Telegram refuses a message of others alone, as of blanks and joiners."""
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANKS
