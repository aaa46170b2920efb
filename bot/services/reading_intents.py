"""What people want who read: to find, to draw, to be shown, and to be spoken to."""

from dataclasses import dataclass

from bot.corpus.quote import Kind
from bot.text.language import Language


@dataclass(frozen=True)
class Ask:
    """Find what fits these words. *searching* is set where somebody asked for a search and not just talked."""

    words: str
    searching: bool = False


@dataclass(frozen=True)
class Draw:
    """Draw a quote of these *kinds*. *wish* is what was typed behind the command: a language, a topic, or both.

    *language* is that of the message whose button was pressed; *said_in* is the one in which it was first said, where that is wanted.
    """

    kinds: tuple[Kind, ...] = tuple(Kind)
    wish: str = ""
    language: Language | None = None
    said_in: Language | None = None


@dataclass(frozen=True)
class More:
    """Draw one more of what was drawn last."""


@dataclass(frozen=True)
class DrawTopic:
    """Draw a quote of the topic that *words* name; without words, list the topics. *language* is as in `Draw`."""

    words: str = ""
    language: Language | None = None


@dataclass(frozen=True)
class Today:
    """The saying of the day."""


@dataclass(frozen=True)
class Open:
    """Show one quote, in *language* when it is named. *detailed* tells all about its sources.

    *aside* leaves the message of the button as it is: more can be pressed there.
    """

    quote_id: str
    language: Language | None = None
    detailed: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Again:
    """Show the last quote again, or those to choose from, or the one that is replied to: in *language* when named; *detailed* as in `Open`.

    *compared* tells what it means, by what others say in its place.

    *words* are what was typed, for where there is none: they may mean something else.
    """

    words: str
    language: Language | None = None
    detailed: bool = False
    compared: bool = False


@dataclass(frozen=True)
class Choose:
    """Show one of those that were last given to choose from, by its *number* from 1, or -1 for the last; *words* as in `Again`."""

    words: str
    number: int


@dataclass(frozen=True)
class Another:
    """Show the quote that follows *quote_id* in *topic*, or among all quotes."""

    quote_id: str
    topic: str | None
    language: Language


@dataclass(frozen=True)
class ChooseLanguage:
    """Remember a language; without a word, offer them."""

    words: str = ""


@dataclass(frozen=True)
class SetLanguage:
    """Remember *language*, as pressed; None follows again what is written."""

    language: Language | None


@dataclass(frozen=True)
class Start:
    """A first greeting; *payload* is what a deep link brought."""

    payload: str = ""


@dataclass(frozen=True)
class Help:
    """What can be asked."""


@dataclass(frozen=True)
class About:
    """What this bot is."""


@dataclass(frozen=True)
class Privacy:
    """What is kept of people."""


@dataclass(frozen=True)
class Greeting:
    """Small talk that is answered in kind, in its *language*."""

    language: Language


@dataclass(frozen=True)
class Thanks:
    """Thanks, in their *language*."""

    language: Language


@dataclass(frozen=True)
class Assent:
    """That something is well, or understood, in its *language*."""

    language: Language


@dataclass(frozen=True)
class Farewell:
    """A goodbye, in its *language*."""

    language: Language


@dataclass(frozen=True)
class Unknown:
    """A command or a button that is not known (any longer)."""


Reading = (
    Ask
    | Draw
    | More
    | DrawTopic
    | Today
    | Open
    | Again
    | Choose
    | Another
    | ChooseLanguage
    | SetLanguage
    | Start
    | Help
    | About
    | Privacy
    | Greeting
    | Thanks
    | Assent
    | Farewell
    | Unknown
)
