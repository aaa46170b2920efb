"""What the bot has to say, as values: `rendering` finds the words, a front sends them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.corpus.quote import Quote, Topic
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

    *detailed* tells all about its sources, *compared* what it is in other languages, for who asks what it means; *editable* says that its
    reader may change it.
    """

    quote: Quote
    topic: str | None
    detailed: bool = False
    compared: bool = False
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
class Interrupted(Answer):
    """The process ended while it did what was wanted: whether it is done, only whoever wanted it can see."""


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
    """Thanks returned."""


@dataclass(frozen=True)
class Encouraged(Answer):
    """Who only agreed is told how to go on."""


@dataclass(frozen=True)
class GoodbyeBack(Answer):
    """A goodbye returned."""


@dataclass(frozen=True)
class NotUnderstood(Answer):
    """A command or button that is not known."""


@dataclass(frozen=True)
class WordsOnly(Answer):
    """A picture, a voice message or the like: the bot reads words."""


@dataclass(frozen=True)
class Overrun(Answer):
    """More has come at once than is answered; all of it is again after so many *seconds*."""

    seconds: int


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
    | Encouraged
    | GoodbyeBack
    | NotUnderstood
    | WordsOnly
)
