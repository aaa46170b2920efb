"""What people want of the collection: to add to it, mend it, and look after it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.text.language import Language


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
    """Who changed a quote, when and how; with *before* what was before that version."""

    quote_id: str = ""
    before: int | None = None


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
    """Erase what is kept of somebody, once they are *sure*: of *person_id* and nobody else; 0 is an admin who speaks as the group."""

    sure: bool = False
    person_id: int = 0


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
