"""All wording: each answer into a Reply, in the language of its catalogue."""

from collections.abc import Mapping

from bot.rendering import quotation
from bot.rendering.announcements import announcement
from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_LABELS, LANGUAGE_NAMES
from bot.rendering.posts import post, word
from bot.rendering.reply import Button, Reply, Rows, Share, Span, bold, fill, lines, rows_of
from bot.rendering.settled import settings
from bot.rendering.subscriptions import not_understood, subscription, subscription_list, zones_to_choose
from bot.rendering.upkeep import upkeep
from bot.services.answers import (
    AboutText,
    AdminsOnly,
    Answer,
    Choices,
    EmptyPool,
    Encouraged,
    Found,
    Gone,
    GoodbyeBack,
    GreetingBack,
    HelpText,
    Interrupted,
    LanguageChosen,
    LanguageMenu,
    Nothing,
    NotUnderstood,
    Occasion,
    Overrun,
    PrivacyText,
    TopicMenu,
    Welcome,
    Welcomed,
    WordsOnly,
    WordsWanted,
)
from bot.services.intents import COMMANDS
from bot.services.reading_intents import Another, Draw, DrawTopic, Open, SetLanguage
from bot.services.unasked_answers import (
    AnnouncementShown,
    NewsShown,
    OrderNotUnderstood,
    PostShown,
    SettingsShown,
    SubscriptionList,
    SubscriptionShown,
    Word,
    ZonesShown,
)
from bot.services.upkeep_intents import Edit, History, Report
from bot.text.language import Language

# What fits a button on a phone held upright.
_CHOICE_CHARS = 48
_PARAGRAPH = "\n\n"


class Renderer:
    """Finds the words of an answer in its language."""

    def __init__(self, catalogues: Mapping[Language, Catalogue]) -> None:
        """Speak by *catalogues*, which hold all languages."""
        self.catalogues = catalogues

    def render(self, answer: Answer) -> Reply:
        """The reply that says *answer*."""
        return unasked(answer, self.catalogues) or render(answer, self.catalogues[answer.language])

    def apology(self, language: Language) -> Reply:
        """What is said when the bot itself has failed."""
        return _plain(self.catalogues[language].gettext("Something went wrong on our side. Please try again in a minute."))


def unasked(answer: Answer, catalogues: Mapping[Language, Catalogue]) -> Reply | None:
    """The reply that says *answer*, when it is about what comes unasked; a post speaks several languages at once."""
    catalogue = catalogues[answer.language]
    match answer:
        case PostShown():
            return post(answer, catalogues)
        case NewsShown(text=text):
            return _plain(text)
        case Word():
            return word(answer, catalogue)
        case SubscriptionShown():
            return subscription(answer, catalogues)
        case SubscriptionList():
            return subscription_list(answer, catalogues)
        case OrderNotUnderstood():
            return not_understood(answer, catalogue)
        case ZonesShown():
            return zones_to_choose(answer, catalogue)
        case SettingsShown():
            return settings(answer, catalogue)
        case AnnouncementShown():
            return announcement(answer, catalogue)
        case _:
            return None


def render(answer: Answer, catalogue: Catalogue) -> Reply:
    """The reply that says *answer* by *catalogue*, which is of its language."""
    match answer:
        case Found():
            return found(answer, catalogue)
        case Choices():
            return choices(answer, catalogue)
        case Nothing():
            return nothing(answer, catalogue)
        case TopicMenu():
            return topic_menu(answer, catalogue)
        case LanguageMenu():
            return language_menu(answer, catalogue)
        case LanguageChosen():
            return language_chosen(answer, catalogue)
        case Welcome():
            return welcome(answer, catalogue)
        case HelpText():
            return help_text(catalogue)
        case AboutText(total=total):
            return about(total, catalogue)
        case _:
            return upkeep(answer, catalogue) or short(answer, catalogue)


def found(answer: Found, catalogue: Catalogue) -> Reply:
    """One saying, its original, who said it and where it stands."""
    heading = [Span(catalogue.gettext("Saying of the day"))] if answer.occasion is Occasion.TODAY else None
    return Reply(lines(heading, quotation.whole(answer, catalogue), gap=_PARAGRAPH), _quote_buttons(answer, catalogue))


def _quote_buttons(answer: Found, catalogue: Catalogue) -> Rows:
    id_ = answer.quote.id
    source = Button(catalogue.gettext("📖 Source"), Open(id_, answer.language, detailed=True))
    more = [Button(catalogue.gettext("🚩 Report"), Report(id_))] if answer.detailed else []
    if answer.editable:
        more += [Button(catalogue.gettext("✏️ Edit"), Edit(id_)), Button(catalogue.gettext("🕓 History"), History(id_))]
    return (
        tuple(Button(LANGUAGE_LABELS[language], Open(id_, language)) for language in Language),
        (
            Button(catalogue.gettext("🌼 Another like it"), Another(id_, answer.topic, answer.language)),
            source,
            Button(catalogue.gettext("↗️ Share"), Share(id_)),
        ),
        *([tuple(more)] if more else []),
    )


def choices(answer: Choices, catalogue: Catalogue) -> Reply:
    """A "did you mean" with a button for each quote."""
    buttons = [(Button(quotation.glimpse(quote, catalogue, _CHOICE_CHARS), Open(quote.id, answer.language)),) for quote in answer.quotes]
    return Reply((Span(catalogue.gettext("Did you mean one of these?")),), tuple(buttons))


def nothing(answer: Nothing, catalogue: Catalogue) -> Reply:
    """An honest sentence, and what to do instead."""
    suggest = [Span(catalogue.gettext("Do you know a saying that should be here? Suggest it: /suggest"))]
    sorry = [Span(catalogue.gettext("I have nothing on that. Try a word or two of the saying, or a topic."))]
    return Reply(lines(sorry, suggest, gap=_PARAGRAPH), ((_random_button(answer, catalogue), _topics_button(answer, catalogue)),))


def _random_button(answer: Answer, catalogue: Catalogue) -> Button:
    return Button(catalogue.gettext("🎲 A random saying"), Draw(language=answer.language))


def _topics_button(answer: Answer, catalogue: Catalogue) -> Button:
    return Button(catalogue.gettext("🗂 Topics"), DrawTopic(language=answer.language))


def topic_menu(answer: TopicMenu, catalogue: Catalogue) -> Reply:
    """The topics, a button each."""
    buttons = [
        # Translators: a topic and how many sayings it has: "Friendship · 12".
        Button(
            catalogue.gettext("{topic} · {count}").format(topic=topic.names[answer.language], count=catalogue.number(count)),
            DrawTopic(topic.id, answer.language),
        )
        for topic, count in answer.topics
    ]
    rows = rows_of(buttons)
    unknown = None
    if answer.unknown:
        template = catalogue.gettext("There is no topic or language called {words}.")
        unknown = fill(template, words=bold(answer.unknown))
    return Reply(lines(unknown, [Span(catalogue.gettext("Choose a topic:"))]), rows)


def language_menu(answer: LanguageMenu, catalogue: Catalogue) -> Reply:
    """The languages, a button each, and one to follow what is written."""
    unknown = None
    if answer.unknown:
        template = catalogue.gettext("{words} is not one of the languages spoken here.")
        unknown = fill(template, words=bold(answer.unknown))
    if answer.chosen:
        state = catalogue.gettext("I answer in {language}.").format(language=catalogue.language_name(answer.chosen))
    else:
        state = catalogue.gettext("I answer in the language I am written to.")
    automatic = Button(catalogue.gettext("As I am written to"), SetLanguage(None))
    rows = (tuple(Button(LANGUAGE_NAMES[language], SetLanguage(language)) for language in Language), (automatic,))
    return Reply(lines(unknown, [Span(state)], [Span(catalogue.gettext("Choose a language:"))]), rows)


def language_chosen(answer: LanguageChosen, catalogue: Catalogue) -> Reply:
    """The choice, confirmed."""
    if answer.chosen is None:
        return _plain(catalogue.gettext("From now on I answer in the language I am written to."))
    # Translators: name your own language here: "Теперь я отвечаю по-русски."
    return _plain(catalogue.gettext("From now on I answer in English."))


def welcome(answer: Welcome, catalogue: Catalogue) -> Reply:
    """The first greeting, with examples to try."""
    greeting = [
        bold(catalogue.gettext("Hundred Flowers")),
        Span(_PARAGRAPH),
        Span(
            catalogue.gettext(
                "Write a few words, and I will find a proverb, a quote or a fact that fits, in your language, with who said it and where it"
                " comes from. I understand Chinese, Kazakh, Russian and English."
            )
        ),
    ]
    # Translators: three things people may ask for, in their own words, not a translation of these.
    examples = [
        Span(catalogue.gettext("For example: “proverb about friendship”, “a single flower does not make spring”, “trade with China”."))
    ]
    daily = [Span(catalogue.gettext("A saying every day at the time you choose: /subscribe"))]
    never = [Span(catalogue.gettext("I read only what is written to me, and never what you write elsewhere: /privacy"))]
    languages = tuple(Button(LANGUAGE_NAMES[language], SetLanguage(language)) for language in Language)
    return Reply(
        lines(greeting, examples, lines(daily, never, [Span(catalogue.gettext("All commands: /help"))]), gap=_PARAGRAPH),
        (languages, (_random_button(answer, catalogue), _topics_button(answer, catalogue))),
    )


def help_text(catalogue: Catalogue) -> Reply:
    """What can be asked: free text first, then every command."""
    described = command_descriptions(catalogue)
    # Translators: a command and what it does, one a line.
    template = catalogue.gettext("/{command} — {description}")
    listed = [[Span(template.format(command=command.name, description=described[command.name]))] for command in COMMANDS]
    free = catalogue.gettext(
        "Write what you are looking for, as you would say it: part of a saying, a question, a topic. Typing errors, another alphabet or the"
        " wrong keyboard do no harm."
    )
    wishes = catalogue.gettext("A language or a topic may follow: /random friendship, /proverb kk.")
    groups = catalogue.gettext("In a group, mention me or reply to me; I do not answer anything else there.")
    return Reply(lines([Span(free)], lines(*listed), [Span(wishes)], [Span(groups)], gap=_PARAGRAPH))


def command_descriptions(catalogue: Catalogue) -> dict[str, str]:
    """What each command does, in 1–256 characters, by its name."""
    return {
        "start": catalogue.gettext("begin here"),
        "random": catalogue.gettext("a random saying"),
        "today": catalogue.gettext("the saying of the day"),
        "proverb": catalogue.gettext("a proverb"),
        "quote": catalogue.gettext("a quote"),
        "fact": catalogue.gettext("a fact about Kazakhstan and China"),
        "topics": catalogue.gettext("all topics"),
        "topic": catalogue.gettext("a saying on a topic: /topic friendship"),
        "search": catalogue.gettext("search, near misses too: /search spring"),
        "language": catalogue.gettext("the language I answer in"),
        "subscribe": catalogue.gettext("a saying each day: /subscribe 09:00 Almaty kk zh"),
        "subscriptions": catalogue.gettext("what is posted here and when"),
        "settings": catalogue.gettext("language, quiet hours and who may do what here"),
        "suggest": catalogue.gettext("suggest a saying; an editor looks at it"),
        "report": catalogue.gettext("say what is wrong with a saying"),
        "add": catalogue.gettext("add a saying: /add words | author | source | #topic"),
        "edit": catalogue.gettext("change a saying (for editors)"),
        "delete": catalogue.gettext("delete a saying (for editors)"),
        "history": catalogue.gettext("who changed a saying, and its versions (for editors)"),
        "translate": catalogue.gettext("sayings that lack a translation (for editors)"),
        "review": catalogue.gettext("suggestions to decide (for editors)"),
        "import": catalogue.gettext("take in a file of sayings (for editors)"),
        "export": catalogue.gettext("the collection as a file: /export csv (for editors)"),
        "drafts": catalogue.gettext("what you have begun"),
        "cancel": catalogue.gettext("drop the draft at hand"),
        "editors": catalogue.gettext("appoint and dismiss editors (for the owner)"),
        "block": catalogue.gettext("let somebody suggest no longer (for the owner)"),
        "unblock": catalogue.gettext("let somebody suggest again (for the owner)"),
        "stats": catalogue.gettext("what there is and what is not found (for the owner)"),
        "announce": catalogue.gettext("announce something to all chats (for the owner)"),
        "forget": catalogue.gettext("erase what is kept about you"),
        "about": catalogue.gettext("what this bot is"),
        "privacy": catalogue.gettext("what is kept about you"),
        "help": catalogue.gettext("how to ask, and all commands"),
    }


def nothing_inline(catalogue: Catalogue) -> str:
    """What stands above an empty list of inline results, in one line; pressing it opens a chat with the bot."""
    return catalogue.gettext("Nothing found. Ask me in a chat")


def description(catalogue: Catalogue) -> str:
    """What an empty chat with the bot shows, at most 512 characters."""
    return catalogue.gettext(
        "Proverbs, quotes and facts in Chinese, Kazakh, Russian and English. Write a few words in any of them: I will find what fits and"
        " say who said it and where it comes from."
    )


def short_description(catalogue: Catalogue) -> str:
    """What the bot's profile shows, at most 120 characters."""
    return catalogue.gettext("Proverbs, quotes and facts in four languages, each with its source.")


def about(total: int, catalogue: Catalogue) -> Reply:
    """What this bot is."""
    name = [bold(catalogue.gettext("Hundred Flowers"))]
    motto = [Span(catalogue.gettext("A single flower does not make spring; a hundred flowers in full bloom bring spring to the garden."))]
    knows = catalogue.ngettext(
        "I know {count} saying in Chinese, Kazakh, Russian and English, and where it comes from.",
        "I know {count} sayings in Chinese, Kazakh, Russian and English, and where each comes from.",
        total,
    ).format(count=catalogue.number(total))
    honest = catalogue.gettext("A translation is always marked as one. What I do not know, I do not make up.")
    return Reply(lines(name, motto, [Span(knows)], [Span(honest)], gap=_PARAGRAPH))


def short(answer: Answer, catalogue: Catalogue) -> Reply:
    """The answers that are a sentence or two."""
    match answer:
        case Gone():
            text = catalogue.gettext("This saying is no longer in the collection.")
        case EmptyPool():
            text = catalogue.gettext("There is nothing of that kind in the collection yet.")
        case Interrupted():
            text = catalogue.gettext(
                "I was restarted in the middle of that. Please see whether it was done, and if not, send it once more."
            )
        case AdminsOnly():
            text = catalogue.gettext("Only an admin of this group can change that.")
        case WordsWanted():
            text = catalogue.gettext("Write what to look for behind the command, for example: /search spring")
        case PrivacyText():
            text = catalogue.gettext(
                "I keep, under your Telegram number: your language and settings, how far you have come in the collection and when you"
                " last drew from it, which sayings you were shown last, your subscriptions and what they have posted, your drafts, and"
                " what you suggest, report or change."
                " Of a group I keep its settings, its subscriptions and its own sayings. Questions that find something I only count; the"
                " words of those that find nothing I keep without who asked, so that the collection can grow. What you write is kept"
                " until it is answered; if something goes wrong, for two days. In groups I read only what is addressed to me. /forget"
                " erases all that bears your number, except that you are blocked and how many suggestions you have sent that day."
            )
        case GreetingBack():
            text = catalogue.gettext("Hello! Write a few words, and I will look for a saying that fits. All commands: /help")
        case Welcomed():
            text = catalogue.gettext("You are welcome!")
        case Encouraged():
            text = catalogue.gettext("Good! Write “more” for another one, or a topic, or a few words of a saying.")
        case GoodbyeBack():
            text = catalogue.gettext("Take care! Come back for a saying whenever you like.")
        case WordsOnly():
            text = catalogue.gettext("I can read only text. Write a few words, and I will look for a saying that fits.")
        case Overrun(seconds=seconds):
            # Translators: {when} is a time from now: "in 40 seconds".
            template = catalogue.gettext("That was a lot at once; please go on {when}.")
            text = template.format(when=catalogue.ahead(seconds))
        case NotUnderstood():
            text = catalogue.gettext("I do not know that command. All commands: /help")
        case _:
            raise TypeError(f"no wording for {type(answer).__name__}")
    buttons = ((_random_button(answer, catalogue),),) if isinstance(answer, Gone | EmptyPool) else ()
    return Reply((Span(text),), buttons)


def _plain(text: str) -> Reply:
    return Reply((Span(text),))
