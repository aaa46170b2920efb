"""What is said of the collection by which it is looked after."""

from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, NamedTuple

from bot.corpus.checks import Flaw
from bot.corpus.editing import Field
from bot.corpus.quote import Quote, Rendering, Topic
from bot.services.answers import Answer
from bot.services.importing import Report, Stage
from bot.services.unasked_intents import Unasked
from bot.services.upkeep_intents import Upkeep
from bot.store.drafts import Draft
from bot.store.edits import Version, Why
from bot.store.parcels import Notice
from bot.store.people import Fault
from bot.store.suggestions import Suggestion
from bot.store.tallies import Stats
from bot.text.language import Language


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
    FORGET_OTHERS = "forget others"
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


class Double(NamedTuple):
    """A stored quote, how much it is *like* another, 0–1, and which of its wordings is."""

    quote: Quote
    like: float
    rendering: Rendering


@dataclass(frozen=True)
class DraftShown(Answer):
    """A draft and what is asked for next.

    *flaw* is why the text just typed was not taken; *mixed* are words that mix scripts, each with what was probably meant by it, or
    itself; *doubles* are quotes nearly like it; *choosable* the topics, and *unknown* the names that were typed and no topic has;
    *for_both* says that its person may choose between the group's own collection and the common one; *unclaimed* that an admin has to
    take it over first.
    """

    draft: Draft
    flaw: Flaw | None = None
    lost_figures: bool = False
    mixed: tuple[tuple[str, str], ...] = ()
    doubles: tuple[Double, ...] = ()
    choosable: tuple[Topic, ...] = ()
    unknown: tuple[str, ...] = ()
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


class Turn(NamedTuple):
    """A version of a quote, and what is *changed* in it since the one before."""

    version: Version
    changed: tuple[Language | Field, ...]


@dataclass(frozen=True)
class HistoryShown(Answer):
    """What became of a quote, the latest first, and what is reported of it, with how many say so.

    *latest* says that the first is what the quote is now, *more* that there are earlier ones than these.
    """

    quote: Quote
    turns: tuple[Turn, ...]
    reports: tuple[tuple[Fault, int], ...] = ()
    latest: bool = True
    more: bool = False

    @property
    def versions(self) -> tuple[Version, ...]:
        """The versions alone."""
        return tuple(turn.version for turn in self.turns)


@dataclass(frozen=True)
class DraftList(Answer):
    """What somebody has begun, the latest first."""

    drafts: tuple[Draft, ...]


@dataclass(frozen=True)
class ReviewShown(Answer):
    """A suggestion to be decided, one of *count*."""

    suggestion: Suggestion
    count: int
    doubles: tuple[Double, ...]


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
