"""The wording of what comes unasked: posts at their hour, and word to chats and those who look after them."""

from collections.abc import Mapping

from bot.rendering import quotation
from bot.rendering.catalogue import Catalogue
from bot.rendering.reply import Button, Reply, Share, Span, Visit, lines
from bot.rendering.zones import ZONES
from bot.services.answers import Found
from bot.services.reading_intents import Another, Open
from bot.services.unasked_answers import PostShown, Word
from bot.store.parcels import Failure, Greeting, Muted, Skipped, TopicLost, Trouble, UsedUp
from bot.text.language import Language

_PARAGRAPH = "\n\n"


def post(answer: PostShown, catalogues: Mapping[Language, Catalogue]) -> Reply:
    """A saying at its hour: the day it is for, its words in each language, who said it and where it stands."""
    first = catalogues[answer.languages[0]]
    quote = answer.quote
    id_ = quote.id
    share = Button(first.gettext("↗️ Share"), Share(id_))
    if answer.channel:
        return Reply(post_body(answer, catalogues), ((Button(first.gettext("📖 Source"), Visit(id_)), share),))
    buttons = (
        Button(first.gettext("🌼 Another like it"), Another(id_, next(iter(quote.topics), None), answer.languages[0])),
        Button(first.gettext("📖 Source"), Open(id_, answer.languages[0], detailed=True)),
        share,
    )
    return Reply(post_body(answer, catalogues), (buttons,))


def post_body(answer: PostShown, catalogues: Mapping[Language, Catalogue]) -> tuple[Span, ...]:
    """What a post says, without its buttons."""
    first = catalogues[answer.languages[0]]
    heading = [Span(answer.theme.names.get(first.language) or next(iter(answer.theme.names.values())))] if answer.theme else None
    found = Found(first.language, answer.quote, None)
    if len(answer.languages) == 1:
        return lines(heading, quotation.whole(found, first), gap=_PARAGRAPH)
    wordings = []
    for language in answer.languages:
        one = Found(language, answer.quote, None)
        wordings.append(lines(quotation.saying(one, catalogues[language]), quotation.wording_note(one, catalogues[language])))
    whence = lines(
        quotation.speaker(answer.quote, first),
        quotation.cited_by(answer.quote, first),
        quotation.figures_by(answer.quote, first),
        quotation.source(found, first),
    )
    return lines(heading, *wordings, whence, gap=_PARAGRAPH)


def word(answer: Word, catalogue: Catalogue) -> Reply:
    """What is told unasked, in a sentence or two."""
    _ = catalogue.gettext
    match answer.body:
        case Greeting():
            text = _(
                "Hello! I know proverbs, quotes and facts in Chinese, Kazakh, Russian and English, each with its source. Mention me or"
                " reply to me with a few words and I will find one that fits; an admin can have one posted here each day: /subscribe"
            )
            never = _("I do not read what you talk about here: I see only what is addressed to me.")
            return Reply(lines([Span(text)], [Span(never)], gap=_PARAGRAPH))
        case UsedUp(subscription_id=id_):
            text = _("Everything subscription {number} can choose from has been posted once; it starts over now.")
        case TopicLost(subscription_id=id_):
            text = _("The topic that subscription {number} posts to is closed or gone. From now on it posts to the group itself.")
        case Muted(subscription_id=id_):
            text = _("I may no longer write in the group of subscription {number}. Let me write there, and it goes on by itself.")
        case Skipped(count=count, chats=chats):
            sentence = catalogue.ngettext(
                "After a stop, {count} post came too late and was left out; chats: {chats}.",
                "After a stop, {count} posts came too late and were left out; chats: {chats}.",
                count,
            )
            return Reply((Span(sentence.format(count=catalogue.number(count), chats=catalogue.number(chats))),))
        case Trouble() as trouble:
            return Reply(lines([Span(_trouble(trouble, catalogue))], _held_back(trouble, catalogue)))
    return Reply((Span(text.format(number=id_)),))


def _trouble(trouble: Trouble, catalogue: Catalogue) -> str:
    """What has gone wrong, and what to do about it."""
    match trouble.failure:
        case Failure.SET_ASIDE:
            # Translators: to the owner of the bot; {number} is what Telegram calls an update by.
            text = catalogue.gettext("⚠️ Update {number} could not be handled in three tries and is set aside; the log says why.")
            return text.format(number=trouble.number)
        case Failure.QUEUE_FULL:
            # Translators: to the owner of the bot; an update is a message, a press or the like.
            text = catalogue.ngettext(
                "⚠️ {count} update waits to be handled, and no more are taken until there are fewer.",
                "⚠️ {count} updates wait to be handled, and no more are taken until there are fewer.",
                trouble.number,
            )
            return text.format(count=catalogue.number(trouble.number))
        case Failure.TAKEN:
            return catalogue.gettext("⚠️ Another program takes this bot’s updates with the same token; stop one of the two.")
        case Failure.UNWRITABLE:
            return catalogue.gettext("⚠️ The database takes no writes; please look at its disk and its log.")
        case Failure.UNSENT:
            return catalogue.gettext("⚠️ Posts and announcements cannot be sent at the moment; they wait, and the log says why.")


def _held_back(trouble: Trouble, catalogue: Catalogue) -> list[Span] | None:
    """How often it has also gone wrong, where that was not told."""
    if not trouble.count:
        return None
    # Translators: how often the same has happened without being told; {since} is a day and time, {place} the city whose time it is.
    text = catalogue.ngettext(
        "And {count} more time since {since} ({place}).", "And {count} more times since {since} ({place}).", trouble.count
    )
    since, place = catalogue.moment_in(trouble.zone, trouble.since), ZONES.name(trouble.zone, catalogue.language)
    return [Span(text.format(count=catalogue.number(trouble.count), since=since, place=place))]
