"""The wording of owners' announcements."""

from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_LABELS
from bot.rendering.reply import Button, Reply, Span, bold, fill, lines
from bot.services.unasked_answers import AnnouncementShown
from bot.services.unasked_intents import Broadcast
from bot.store.announcements import Progress
from bot.store.parcels import Outcome

_PARAGRAPH = "\n\n"


def announcement(answer: AnnouncementShown, catalogue: Catalogue) -> Reply:
    """What an owner is about to announce and to how many, or how far that has come."""
    _, one = catalogue.gettext, answer.announcement
    if one.progress is Progress.DRAFT:
        return _announcement_preview(answer, catalogue)
    names = {
        Progress.SENDING: _("Sending"),
        Progress.PAUSED: _("Paused"),
        Progress.CANCELLED: _("Cancelled"),
        Progress.DONE: _("All sent"),
    }
    open_ = sum(answer.counts.get(outcome, 0) for outcome in (Outcome.HELD, Outcome.QUEUED, Outcome.LEASED, Outcome.SENDING))
    total = sum(answer.counts.values())
    counted = {
        _("Sent: {count}"): answer.counts.get(Outcome.SENT, 0),
        _("To be sent: {count}"): open_,
        _("Unreachable: {count}"): answer.counts.get(Outcome.GONE, 0),
        _("Not confirmed, may have been sent: {count}"): answer.counts.get(Outcome.DOUBT, 0),
        _("Cancelled: {count}"): answer.counts.get(Outcome.CANCELLED, 0),
    }
    share = catalogue.percent((total - open_) / total) if total else ""
    title = bold(
        f"{names[one.progress]} · {share}" if share and one.progress in {Progress.SENDING, Progress.PAUSED} else names[one.progress]
    )
    first = _("Sent: {count}")
    told = [fill(template, count=catalogue.number(count)) for template, count in counted.items() if count or template == first]
    steps = {
        Progress.SENDING: (Button(_("⏸ Pause"), Broadcast(one.id, Progress.PAUSED)),),
        Progress.PAUSED: (Button(_("▶️ Resume"), Broadcast(one.id, Progress.SENDING)),),
    }.get(one.progress, ())
    cancel = Button(_("✖️ Cancel"), Broadcast(one.id, Progress.CANCELLED))
    return Reply(lines([title], *told), ((*steps, cancel),) if steps else ())


def _announcement_preview(answer: AnnouncementShown, catalogue: Catalogue) -> Reply:
    _, one = catalogue.gettext, answer.announcement
    texts = [lines([bold(LANGUAGE_LABELS[language])], [Span(text)]) for language, text in one.texts.items()]
    counts = dict.fromkeys(one.texts, 0)
    others = 0
    for language, count in answer.reached.items():
        if language in counts:
            counts[language] += count
        else:
            others += count
    # Translators: {language} is the name of a language, {count} a number of chats.
    row = _("{language}: {count}")
    reached = [row.format(language=catalogue.language_name(tag), count=catalogue.number(count)) for tag, count in counts.items()]
    listed = [Span(_("; ").join(reached))]
    fallback = fill(
        _("Chats in other languages ({count}) get this one: {language}."),
        language=catalogue.language_name(one.fallback),
        count=catalogue.number(others),
    )
    total = sum(answer.reached.values())
    goes_to = catalogue.ngettext("It goes to {count} chat.", "It goes to {count} chats.", total).format(count=catalogue.number(total))
    send = Button(_("📣 Send"), Broadcast(one.id, Progress.SENDING))
    cancel = Button(_("✖️ Cancel"), Broadcast(one.id, Progress.CANCELLED))
    return Reply(lines(*texts, lines([Span(goes_to)], listed, fallback), gap=_PARAGRAPH), ((send, cancel),))
