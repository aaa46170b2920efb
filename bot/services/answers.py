"""What the bot has to say, as values: `rendering` finds the words, a front sends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from bot.corpus.calendar import Theme
from bot.corpus.checks import Flaw
from bot.corpus.quote import Quote, Topic
from bot.services.importing import Report, Stage
from bot.services.intents import Unasked, Upkeep
from bot.store.announcements import Announcement
from bot.store.chats import ChatSettings
from bot.store.drafts import Draft
from bot.store.edits import Version, Why
from bot.store.parcels import Greeting, Muted, Notice, Outcome, Skipped, TopicLost, UsedUp
from bot.store.people import Fault
from bot.store.subscriptions import Subscription
from bot.store.suggestions import Suggestion
from bot.store.tallies import Stats
from bot.text.language import Language


@dataclass(frozen=True)
class Answer:
    """Anything the bot says; *language* is the one it says it in."""

    language: Language


class Occasion(StrEnum):
    """Why a quote is shown, where a heading says so."""

    TODAY = "today"


@dataclass(frozen=True)
class Found(Answer):
    """One quote. *topic* is the pool its "another" button draws from, None being all quotes.

    *detailed* tells all about its sources; *editable* says that its reader may change it.
    """

    quote: Quote
    topic: str | None
    detailed: bool = False
    occasion: Occasion | None = None
    editable: bool = False


@dataclass(frozen=True)
class Choices(Answer):
    """Quotes one of which may be meant, best first."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Nothing(Answer):
    """Nothing fits."""


@dataclass(frozen=True)
class Gone(Answer):
    """The quote asked for is not in the store (any longer)."""


@dataclass(frozen=True)
class EmptyPool(Answer):
    """There is no quote of the kind or topic asked for."""


@dataclass(frozen=True)
class TopicMenu(Answer):
    """The topics with their sizes. *unknown* is what was typed when it named none of them."""

    topics: tuple[tuple[Topic, int], ...]
    unknown: str | None = None


@dataclass(frozen=True)
class LanguageMenu(Answer):
    """The languages to choose from; *unknown* is what was typed when it named none of them."""

    chosen: Language | None
    private: bool
    unknown: str | None = None


@dataclass(frozen=True)
class LanguageChosen(Answer):
    """The choice is remembered; None follows again what is written."""

    chosen: Language | None
    private: bool


@dataclass(frozen=True)
class AdminsOnly(Answer):
    """Only an admin of the group may do this."""


@dataclass(frozen=True)
class WordsWanted(Answer):
    """A search needs words."""


@dataclass(frozen=True)
class Welcome(Answer):
    """The first greeting."""


@dataclass(frozen=True)
class HelpText(Answer):
    """What can be asked."""


@dataclass(frozen=True)
class AboutText(Answer):
    """What this bot is, and how many quotes it knows."""

    total: int


@dataclass(frozen=True)
class PrivacyText(Answer):
    """What is kept of people."""


@dataclass(frozen=True)
class GreetingBack(Answer):
    """A greeting returned."""


@dataclass(frozen=True)
class Welcomed(Answer):
    """Thanks, or a goodbye, returned."""


@dataclass(frozen=True)
class NotUnderstood(Answer):
    """A command or button that is not known."""


@dataclass(frozen=True)
class WordsOnly(Answer):
    """A picture, a voice message or the like: the bot reads words."""


class Say(StrEnum):
    """A sentence that needs no more than an answer's own fields."""

    NOT_AN_EDITOR = "not an editor"
    NOT_AN_OWNER = "not an owner"
    NOT_YOURS = "not yours"
    NO_SUCH_QUOTE = "no such quote"
    WHICH_QUOTE = "which quote"
    EDITED_MEANWHILE = "edited meanwhile"
    DRAFT_GONE = "draft gone"
    DRAFT_DROPPED = "draft dropped"
    NO_DRAFTS = "no drafts"
    TOO_MANY_DRAFTS = "too many drafts"
    TOO_MANY_SUGGESTIONS = "too many suggestions"
    BLOCKED = "blocked"
    CONFIRM_AS_ADMIN = "confirm as admin"
    SUGGESTED = "suggested"
    NOTHING_TO_REVIEW = "nothing to review"
    DECIDED_ALREADY = "decided already"
    REJECTED = "rejected"
    CHANGES_ASKED = "changes asked"
    NOTHING_TO_TRANSLATE = "nothing to translate"
    NO_HISTORY = "no history"
    NO_SUCH_VERSION = "no such version"
    WHAT_IS_WRONG = "what is wrong"
    REPORTED = "reported"
    SETTLED = "settled"
    EDITOR_FORM = "editor form"
    BLOCK_FORM = "block form"
    IS_BLOCKED = "is blocked"
    IS_UNBLOCKED = "is unblocked"
    SEND_A_FILE = "send a file"
    FILE_TOO_LARGE = "file too large"
    FILE_GONE = "file gone"
    IMPORT_UNDONE = "import undone"
    TOO_LATE = "too late"
    EXPORT_FORM = "export form"
    EXPORT_HERE = "export here"
    FORGET_SURE = "forget sure"
    FORGOTTEN = "forgotten"
    POSTS_IN_TELEGRAM = "posts in telegram"
    TOO_MANY_SUBSCRIPTIONS = "too many subscriptions"
    NO_SUCH_SUBSCRIPTION = "no such subscription"
    SUBSCRIPTION_STOPPED = "subscription stopped"
    ANNOUNCE_FORM = "announce form"
    ANNOUNCE_LONG = "announce long"
    ANNOUNCEMENT_GONE = "announcement gone"


@dataclass(frozen=True)
class Told(Answer):
    """One sentence. *refused* says that nothing was done; *quote_id*, *draft_id* and *intent* are what its buttons go on with."""

    say: Say
    refused: bool = False
    quote_id: str = ""
    draft_id: int = 0
    intent: Upkeep | Unasked | None = None


@dataclass(frozen=True)
class DraftShown(Answer):
    """A draft and what is asked for next.

    *flaw* is why the text just typed was not taken; *repaired* the words as they were probably meant, where they mix scripts; *doubles*
    are quotes nearly like it, with how alike they are, 0–1; *choosable* the topics; *for_both* says that its person may choose between the
    group's own collection and the common one; *unclaimed* that an admin has to take it over first.
    """

    draft: Draft
    flaw: Flaw | None = None
    lost_figures: bool = False
    repaired: str = ""
    doubles: tuple[tuple[Quote, float], ...] = ()
    choosable: tuple[Topic, ...] = ()
    for_both: bool = False
    unclaimed: bool = False


@dataclass(frozen=True)
class Saved(Answer):
    """A quote has been saved as *version*, in place of the version *before* it, 0 when it is new."""

    quote: Quote
    version: int
    before: int
    why: Why
    collection: int | None = None


@dataclass(frozen=True)
class Deleted(Answer):
    """A quote is gone since *version*; the one *before* can be brought back."""

    quote: Quote
    version: int
    before: int


@dataclass(frozen=True)
class HistoryShown(Answer):
    """What became of a quote, the latest first, and what is reported of it, with how many say so."""

    quote: Quote
    versions: tuple[Version, ...]
    reports: tuple[tuple[Fault, int], ...] = ()


@dataclass(frozen=True)
class DraftList(Answer):
    """What somebody has begun, the latest first."""

    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class ReviewShown(Answer):
    """A suggestion to be decided, one of *count*."""

    suggestion: Suggestion
    count: int
    doubles: tuple[tuple[Quote, float], ...]


@dataclass(frozen=True)
class NoticeShown(Answer):
    """What became of somebody's suggestion; *to* is whom it is for, where others read it, too."""

    notice: Notice
    to: int | None = None


@dataclass(frozen=True)
class FileLookedAt(Answer):
    """What a file would bring, or has brought; *draft_id* is the order to take it in, *number* the import that can be undone."""

    name: str
    report: Report
    draft_id: int = 0
    number: int | None = None


@dataclass(frozen=True)
class FileProgress(Answer):
    """How far a file has come before there is an answer: *done* of *total* bytes while it is read, of lines then."""

    name: str
    stage: Stage
    done: int
    total: int


@dataclass(frozen=True)
class FileRefused(Answer):
    """A file of which nothing can be made, and why, in the words of those who write such files."""

    problem: str


@dataclass(frozen=True)
class Exported(Answer):
    """The collection as a file called *name*, open at its beginning."""

    name: str
    content: BinaryIO
    count: int


@dataclass(frozen=True)
class EditorList(Answer):
    """The editors, and the languages each looks after."""

    editors: tuple[tuple[int, frozenset[Language]], ...]


@dataclass(frozen=True)
class StatsShown(Answer):
    """What there is, and what is asked for and not found."""

    stats: Stats


@dataclass(frozen=True)
class PostShown(Answer):
    """A saying at its hour, in *languages* one under another; *theme* is the day of the calendar it was chosen for.

    In a *channel* nobody but its admins may press anything.
    """

    quote: Quote
    languages: tuple[Language, ...]
    theme: Theme | None = None
    channel: bool = False


@dataclass(frozen=True)
class NewsShown(Answer):
    """What an owner has to say."""

    text: str


@dataclass(frozen=True)
class Word(Answer):
    """What is told unasked to a chat or to those who look after it."""

    body: Greeting | UsedUp | TopicLost | Muted | Skipped


@dataclass(frozen=True)
class SubscriptionShown(Answer):
    """A subscription, its next *times* in seconds since the epoch, and the post that comes next.

    *page* is the part that is chosen from, "" the whole; *zones* and *topics* are those that can be chosen.
    """

    subscription: Subscription
    page: str
    times: tuple[int, ...]
    preview: PostShown | None
    zones: tuple[str, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class SubscriptionList(Answer):
    """The subscriptions of a chat, each with its next times in seconds since the epoch; *topics* are all there are."""

    subscriptions: tuple[tuple[Subscription, tuple[int, ...]], ...]
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class OrderNotUnderstood(Answer):
    """*word* says nothing of a subscription."""

    word: str


@dataclass(frozen=True)
class SettingsShown(Answer):
    """What a chat has settled; *page* is the part that is chosen from, "" the whole; *zone* is the one its quiet hours are in."""

    settings: ChatSettings
    zone: str
    private: bool
    page: str
    zones: tuple[str, ...]


@dataclass(frozen=True)
class AnnouncementShown(Answer):
    """An owner's announcement: how many chats of each language it is for, or what has become of it."""

    announcement: Announcement
    reached: Mapping[Language | None, int] = field(default_factory=dict)
    counts: Mapping[Outcome, int] = field(default_factory=dict)


# Answers to what was only asked: whoever mends the question gets the answer mended.
ABOUT_READING = (
    Found
    | Choices
    | Nothing
    | Gone
    | EmptyPool
    | TopicMenu
    | LanguageMenu
    | LanguageChosen
    | AdminsOnly
    | WordsWanted
    | Welcome
    | HelpText
    | AboutText
    | PrivacyText
    | GreetingBack
    | Welcomed
    | NotUnderstood
    | WordsOnly
)
