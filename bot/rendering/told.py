"""The sentences that need no more than their own words, and what to go on with."""

from bot.rendering.catalogue import Catalogue
from bot.rendering.reply import Button, Reply, Rows, Span
from bot.services.reading_intents import Open
from bot.services.upkeep_answers import (
    Say,
    Told,
)
from bot.services.upkeep_intents import (
    Act,
    Report,
    Review,
    Work,
)
from bot.store.people import Fault


def said(answer: Told, catalogue: Catalogue) -> Reply:
    """One sentence, and what to go on with."""
    return Reply((Span(_sentences(catalogue)[answer.say]),), _buttons_of(answer, catalogue))


def _sentences(catalogue: Catalogue) -> dict[Say, str]:
    _ = catalogue.gettext
    return {
        Say.NOT_AN_EDITOR: _("Only an editor of this collection can do that. You can suggest a saying: /suggest"),
        Say.NOT_AN_OWNER: _("Only the owner of the bot can do that."),
        Say.NOT_YOURS: _("This draft is somebody else’s. Begin one of your own: /add or /suggest"),
        Say.NO_SUCH_QUOTE: _("There is no such saying in the collection."),
        Say.WHICH_QUOTE: _("Which saying? Reply to it with the command, or write its id behind the command."),
        Say.EDITED_MEANWHILE: _("Somebody has changed this saying in the meantime. Nothing of yours was saved; look at what it is now."),
        Say.DRAFT_GONE: _("This draft is no longer there: it has been saved or dropped."),
        Say.DRAFT_DROPPED: _("The draft is dropped."),
        Say.NO_DRAFTS: _("You have no drafts here."),
        Say.TOO_MANY_DRAFTS: _("You have too many drafts. Finish or drop some first: /drafts"),
        Say.TOO_MANY_SUGGESTIONS: _("You can send no more suggestions today. Please do so tomorrow; a draft is kept until then: /drafts"),
        Say.BLOCKED: _("You cannot suggest or report anything at the moment."),
        Say.CONFIRM_AS_ADMIN: _("An admin of the group has to confirm this as themselves."),
        Say.SUGGESTED: _("Thank you! An editor will look at your suggestion, and I will tell you what becomes of it."),
        Say.NOTHING_TO_REVIEW: _("There are no suggestions to review."),
        Say.DECIDED_ALREADY: _("This suggestion has been decided already."),
        Say.REJECTED: _("Rejected. The person is told your reason."),
        Say.CHANGES_ASKED: _("The person is told what you would like changed."),
        Say.NOTHING_TO_TRANSLATE: _("Every saying is there in your languages. Nothing to translate!"),
        Say.NO_HISTORY: _("Nobody has changed this saying since it came into the collection."),
        Say.NO_SUCH_VERSION: _("That version of the saying is no longer there."),
        Say.WHAT_IS_WRONG: _("What is wrong with this saying?"),
        Say.REPORTED: _("Thank you! An editor will look at it."),
        Say.SETTLED: _("Done; nothing is reported of this saying any longer."),
        Say.EDITOR_FORM: _(
            "Write a person’s Telegram number and languages: /editors 1234567 kk ru. A minus takes the right away: /editors -1234567"
        ),
        Say.BLOCK_FORM: _("Write the person’s Telegram number, or reply to a message of theirs: /block 1234567"),
        Say.IS_BLOCKED: _("They can no longer suggest or report anything."),
        Say.IS_UNBLOCKED: _("They can suggest and report again."),
        Say.SEND_A_FILE: _("Send a JSONL, CSV or TOML file with the words /import below it, or reply to one with /import."),
        Say.FILE_TOO_LARGE: _("This file is too large for Telegram. Whoever runs the bot can use: hundred-flowers quotes import"),
        Say.FILE_GONE: _("The file can no longer be had. Please send it again."),
        Say.IMPORT_UNDONE: _("The import is undone. What has been changed since has stayed."),
        Say.TOO_LATE: _("An import can be undone for a day, once, by whoever did it."),
        Say.EXPORT_FORM: _("Name one of the formats: /export jsonl, /export csv or /export toml"),
        Say.EXPORT_HERE: _("In the terminal this command writes the file: hundred-flowers quotes export FILE"),
        Say.FORGET_SURE: _(
            "Shall I erase all I keep of you: your language and settings, your place in the collection, your subscriptions here, your"
            " drafts and reports, and your name on suggestions and changes? This cannot be undone."
        ),
        Say.FORGET_OTHERS: _("This button is for whoever asked for it. To have what I keep of you erased, write /forget yourself."),
        Say.FORGOTTEN: _("I have erased all I kept of you."),
        Say.POSTS_IN_TELEGRAM: _("Sayings at an hour are posted in Telegram: write /subscribe to the bot there, or in a group."),
        Say.TOO_MANY_SUBSCRIPTIONS: _("There are too many subscriptions here. Stop one first: /subscriptions"),
        Say.NO_SUCH_SUBSCRIPTION: _("There is no such subscription here. See them all: /subscriptions"),
        Say.SUBSCRIPTION_STOPPED: _("Stopped; it will post nothing more. Begin another: /subscribe"),
        Say.ANNOUNCE_FORM: _(
            "Write the text behind the command, or reply to it with /announce. For several languages begin each on a new line: “kk: …”,"
            " “ru: …”"
        ),
        Say.ANNOUNCE_LONG: _("This is too long: all texts together may have at most 3,500 characters. Please shorten it."),
        Say.ANNOUNCEMENT_GONE: _("This announcement is no longer there."),
    }


def _buttons_of(answer: Told, catalogue: Catalogue) -> Rows:
    _ = catalogue.gettext
    match answer.say:
        case Say.EDITED_MEANWHILE:
            # Looking at it must not take the other button away.
            look = Button(_("👁 Current version"), Open(answer.quote_id, answer.language, aside=bool(answer.draft_id)))
            mine = [Button(_("💾 Save mine anyway"), Work(answer.draft_id, Act.FORCE))] if answer.draft_id else []
            return ((look, *mine),)
        case Say.CONFIRM_AS_ADMIN if answer.intent:
            return ((Button(_("✅ I am an admin"), answer.intent),),)
        case Say.FORGET_SURE if answer.intent:
            return ((Button(_("🗑 Erase it all"), answer.intent),),)
        case Say.WHAT_IS_WRONG:
            return tuple((Button(label, Report(answer.quote_id, fault)),) for fault, label in faults(catalogue).items())
        case Say.REJECTED | Say.CHANGES_ASKED | Say.DECIDED_ALREADY if not answer.refused:
            return ((Button(_("Next suggestion"), Review()),),)
        case Say.SETTLED:
            return ((Button(_("Next one"), Review()),),)
        case _:
            return ()


def faults(catalogue: Catalogue) -> dict[Fault, str]:
    """What may be wrong with a saying, as people are asked."""
    _ = catalogue.gettext
    return {Fault.WORDS: _("Wrong words"), Fault.SPEAKER: _("Wrong author or source"), Fault.OFFENSIVE: _("Offensive")}
