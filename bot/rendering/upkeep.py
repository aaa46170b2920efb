"""The wording of looking after the collection: reviews, history, files and counts."""

from collections.abc import Sequence

from bot.corpus.editing import Field
from bot.corpus.quote import Kind
from bot.rendering import quotation
from bot.rendering.catalogue import Catalogue
from bot.rendering.drafts import draft, field_names, kinds, near, seen
from bot.rendering.labels import LANGUAGE_LABELS
from bot.rendering.reply import Button, Reply, Rows, Span, bold, fill, italic, lines
from bot.rendering.told import faults, said
from bot.services.answers import Answer
from bot.services.importing import Stage
from bot.services.upkeep_answers import (
    Deleted,
    DraftList,
    DraftShown,
    EditorList,
    Exported,
    FileLookedAt,
    FileProgress,
    FileRefused,
    HistoryShown,
    NoticeShown,
    ReviewShown,
    Saved,
    StatsShown,
    Told,
)
from bot.services.upkeep_intents import (
    Act,
    Decide,
    Edit,
    Editors,
    History,
    Offer,
    Restore,
    Review,
    Settle,
    Translate,
    UndoImport,
    Verdict,
    Work,
)
from bot.store.edits import Why
from bot.store.parcels import State
from bot.text.language import Language

_PARAGRAPH = "\n\n"
_GLIMPSE_CHARS, _LONG_GLIMPSE_CHARS = 48, 200
# Of what is wrong with a file that many are told.
_MOST_PROBLEMS = 10
_VERSIONS_A_ROW = 2
# Telegram takes a hundred buttons; the rest is dismissed by command.
_MOST_EDITORS = 50


def saved(answer: Saved, catalogue: Catalogue) -> Reply:
    """What was saved, and how to take it back."""
    _ = catalogue.gettext
    if answer.why is Why.RESTORED:
        done = _("Brought back.")
    elif answer.collection is not None:
        done = _("Saved for this group; it can be found right away.")
    else:
        done = _("Saved; it can be found right away.")
    rows: list[tuple[Button, ...]] = [
        (Button(_("✏️ Edit"), Edit(answer.quote.id)), Button(_("🕓 History"), History(answer.quote.id))),
    ]
    if answer.before:
        rows.append((Button(_("↩️ Undo"), Restore(answer.quote.id, answer.before, answer.version)),))
    if answer.collection is not None:
        rows.append((Button(_("🌍 Suggest it for everybody"), Offer(answer.quote.id)),))
    if answer.why is Why.TRANSLATED:
        rows.append((Button(_("Next one"), Translate(None, answer.quote.id)),))
    if answer.why is Why.ACCEPTED:
        rows.append((Button(_("Next suggestion"), Review()),))
    whole = seen(answer.quote, catalogue)
    # Translators: {id} is the short name of a saying, made of letters and digits.
    named = fill(_("Its id: {id}"), id=answer.quote.id)
    return Reply(lines([bold(done)], whole, named, gap=_PARAGRAPH), tuple(rows))


def deleted(answer: Deleted, catalogue: Catalogue) -> Reply:
    """What is gone, and how to bring it back."""
    gone = fill(catalogue.gettext("Deleted: {words}"), words=italic(quotation.glimpse(answer.quote, catalogue, _LONG_GLIMPSE_CHARS)))
    undo = Button(catalogue.gettext("↩️ Undo"), Restore(answer.quote.id, answer.before, answer.version))
    return Reply(tuple(gone), ((undo,),))


def history(answer: HistoryShown, catalogue: Catalogue) -> Reply:
    """What is reported of it, who changed it when, and every version to bring back."""
    _ = catalogue.gettext
    what = {
        Why.BEFORE: _("as it was before"),
        Why.ADDED: _("added"),
        Why.EDITED: _("edited"),
        Why.TRANSLATED: _("translated"),
        Why.ACCEPTED: _("suggestion accepted"),
        Why.DELETED: _("deleted"),
        Why.RESTORED: _("brought back"),
    }
    # Translators: one line of a history: number, date and time, what was done ("edited"), by whom.
    plain, somebody = _("{version}. {at}: {what} · {who}"), _("an editor")
    # Translators: the same with what of the saying was changed: "edited (EN, Author)".
    detailed = _("{version}. {at}: {what} ({parts}) · {who}")
    told = [
        fill(
            detailed if changed else plain,
            version=catalogue.number(one.version),
            at=catalogue.moment(one.at),
            what=what[one.why],
            parts=_(", ").join(_parts(changed, catalogue)),
            who=Span(somebody, person_id=one.person_id) if one.person_id else "—",
        )
        for one, changed in answer.turns
    ]
    # Translators: on a button; {version} is the number of a version.
    back = _("↩️ Version {version}")
    buttons = [
        Button(back.format(version=catalogue.number(one.version)), Restore(answer.quote.id, one.version))
        for one in answer.versions[answer.latest :]
        if one.why is not Why.DELETED
    ]
    rows: list[tuple[Button, ...]] = [tuple(buttons[start : start + _VERSIONS_A_ROW]) for start in range(0, len(buttons), _VERSIONS_A_ROW)]
    if answer.more:
        rows.append((Button(_("Earlier versions"), History(answer.quote.id, answer.versions[-1].version)),))
    if answer.reports:
        rows.insert(0, (Button(_("✅ Settled"), Settle(answer.quote.id)), Button(_("✏️ Edit"), Edit(answer.quote.id))))
    title = [bold(quotation.glimpse(answer.quote, catalogue, _LONG_GLIMPSE_CHARS))]
    reports = _listed(_("Reports"), [(faults(catalogue)[fault], count) for fault, count in answer.reports], catalogue)
    return Reply(lines(title, reports, lines(*told), gap=_PARAGRAPH), tuple(rows))


def _parts(changed: Sequence[Language | Field], catalogue: Catalogue) -> list[str]:
    """What the parts of a saying are called on the buttons that change them."""
    fields = field_names(catalogue)
    return [LANGUAGE_LABELS[part] if isinstance(part, Language) else fields[part] for part in changed]


def _listed(title: str, counts: Sequence[tuple[str, int]], catalogue: Catalogue) -> list[Span]:
    """The *counts* under their *title*; nothing where there are none."""
    # Translators: a name and a count: "Kazakh: 57".
    row = catalogue.gettext("{name}: {count}")
    listed = [fill(row, name=name, count=catalogue.number(count)) for name, count in counts]
    return [*lines([bold(title)], *listed)] if listed else []


def draft_list(answer: DraftList, catalogue: Catalogue) -> Reply:
    """Each draft as a button that goes on with it."""
    nameless = catalogue.gettext("(no words yet)")
    rows = tuple(
        (
            Button(
                "✏️ " + (quotation.glimpse(one.quote, catalogue, _GLIMPSE_CHARS) if one.quote else one.file_name or nameless),
                Work(one.id, Act.RESUME),
            ),
        )
        for one in answer.drafts
    )
    return Reply((Span(catalogue.gettext("Your drafts here. Press one to go on with it.")),), rows)


def review(answer: ReviewShown, catalogue: Catalogue) -> Reply:
    """A suggestion as readers would see it, and what may become of it."""
    _ = catalogue.gettext
    one = answer.suggestion
    # Translators: {count} is how many suggestions wait to be decided, this one among them.
    heading = catalogue.ngettext("{count} suggestion to review", "{count} suggestions to review", answer.count)
    whole = seen(one.quote, catalogue)
    rows = (
        (Button(_("✅ Accept"), Decide(one.id, Verdict.ACCEPT)), Button(_("✏️ Accept with changes"), Decide(one.id, Verdict.CHANGE))),
        (Button(_("💬 Ask for changes"), Decide(one.id, Verdict.ASK)), Button(_("✖️ Reject"), Decide(one.id, Verdict.REJECT))),
        (Button(_("Later"), Review(one.id)),),
    )
    title = [bold(heading.format(count=catalogue.number(answer.count)))]
    return Reply(lines(title, whole, near(answer.doubles, catalogue), gap=_PARAGRAPH), rows)


def notice(answer: NoticeShown, catalogue: Catalogue) -> Reply:
    """What became of somebody's suggestion."""
    _ = catalogue.gettext
    told = answer.notice
    words = italic(quotation.glimpse(told.quote, catalogue, _LONG_GLIMPSE_CHARS))
    templates = {
        State.ACCEPTED: _("Your suggestion is in the collection now: {words}"),
        State.REJECTED: _("Your suggestion was not taken: {words}"),
        State.WANTING: _("An editor asks you to change your suggestion: {words}"),
    }
    # Translators: {reason} is what an editor wrote.
    reason = fill(_("The editor writes: {reason}"), reason=told.reason) if told.reason else None
    rows: Rows = ()
    if told.state is State.WANTING:
        rows = ((Button(_("✏️ Change it"), Decide(told.suggestion_id, Verdict.ANSWER)),),)
    # Translators: a mention of a person, above what is told to them in a group because the bot may not write to them.
    whom = [Span(_("To whoever suggested this"), person_id=answer.to)] if answer.to else None
    return Reply(lines(whom, fill(templates[told.state], words=words), reason, gap=_PARAGRAPH), rows)


def looked_at(answer: FileLookedAt, catalogue: Catalogue) -> Reply:
    """What a file would bring, or has brought, and what is wrong with it."""
    _, report, number = catalogue.gettext, answer.report, catalogue.number
    # Translators: a name and a count: "New: 57".
    row = _("{name}: {count}")
    counts = {
        _("New"): report.new,
        _("There already"): report.same,
        _("Nearly there already"): len(report.near_doubles),
        _("Refused"): report.refused,
    }
    if report.mixed:
        # Translators: sayings in which words mix Latin and Cyrillic letters; a name before a count.
        counts[_("With mixed letters")] = len(report.mixed)
    listed = [fill(row, name=name, count=number(count)) for name, count in counts.items()]
    # Translators: {line} is the number of a line in a file, {problem} an English sentence for whoever makes such files.
    problem = _("Line {line}: {problem}")
    problems = (*report.problems, *report.near_doubles, *report.mixed)
    wrong = [fill(problem, line=number(one.line), problem=one.problem) for one in problems[:_MOST_PROBLEMS]]
    rows: Rows = ()
    if answer.draft_id:
        button = _("💾 Import, near-duplicates too") if report.near_doubles else _("💾 Import")
        if report.mixed:
            button = _("💾 Import all the same")
        rows = ((Button(button, Work(answer.draft_id, Act.IMPORT)), Button(_("🗑 Discard the draft"), Work(answer.draft_id, Act.DROP))),)
        after = _("Nothing has been imported yet.")
    elif answer.number is not None:
        rows = ((Button(_("↩️ Undo"), UndoImport(answer.number)),),)
        after = _("Imported; the sayings can be found right away.")
    elif report.refused:
        after = _("Nothing was imported. Please mend these lines and send the file again.")
    else:
        after = _("There was nothing to import.")
    return Reply(lines([bold(answer.name)], lines(*listed), lines(*wrong), [Span(after)], gap=_PARAGRAPH), rows)


def progress(answer: FileProgress, catalogue: Catalogue) -> Reply:
    """How far a file has come."""
    _ = catalogue.gettext
    # Translators: {percent} is such as "45%"; {done} and {total} count the lines of a file.
    template = {
        Stage.READING: _("Reading the file: {percent}"),
        Stage.COMPARING: _("Looking for near-duplicates: {done} of {total} ({percent})"),
        Stage.WRITING: _("Taking the sayings in: {done} of {total} ({percent})"),
    }[answer.stage]
    percent = catalogue.percent(min(answer.done / answer.total, 1) if answer.total else 0)
    so_far = fill(template, percent=percent, done=catalogue.number(answer.done), total=catalogue.number(answer.total))
    return Reply(lines([bold(answer.name)], so_far, gap=_PARAGRAPH))


def editors(answer: EditorList, catalogue: Catalogue) -> Reply:
    """The editors, and a button to dismiss each."""
    _ = catalogue.gettext
    if not answer.editors:
        return Reply((Span(_("There are no editors yet. Appoint one: /editors 1234567 kk ru")),))
    # Translators: a person's number and the languages they look after.
    told = [
        fill(
            _("{who}: {languages}"),
            who=Span(str(person_id), person_id=person_id),
            languages=_(", ").join(catalogue.language_name(language) for language in Language if language in languages),
        )
        for person_id, languages in answer.editors
    ]
    dismiss = _("✖️ Dismiss {who}")
    shown = [person_id for person_id, _languages_ in answer.editors[:_MOST_EDITORS]]
    rows = tuple((Button(dismiss.format(who=person_id), Editors(f"-{person_id}")),) for person_id in shown)
    return Reply(lines([bold(_("Editors"))], *told), rows)


def stats(answer: StatsShown, catalogue: Catalogue) -> Reply:
    """The counts, a paragraph for each kind of them."""
    _, number = catalogue.gettext, catalogue.number
    found = answer.stats

    def listed(title: str, counts: Sequence[tuple[str, int]]) -> list[Span]:
        return _listed(title, counts, catalogue)

    names = {str(language): catalogue.language_name(language) for language in Language}
    outcomes = {"answer": _("answered"), "choices": _("offered a choice"), "nothing": _("nothing found")}
    asked = [
        (outcomes.get(outcome, outcome), sum(count for (_tag, one), count in found.outcomes.items() if one == outcome))
        for outcome in outcomes
    ]
    labels = {str(fault): label for fault, label in faults(catalogue).items()}
    return Reply(
        lines(
            listed(_("Sayings by language"), [(names.get(tag, tag), count) for tag, count in found.by_language.items()]),
            listed(_("Sayings by kind"), [(kinds(catalogue)[Kind(kind)], count) for kind, count in found.by_kind.items()]),
            listed(_("Translations missing"), [(names.get(tag, tag), count) for tag, count in found.missing.items()]),
            listed(_("Questions"), asked),
            listed(_("Asked for and not found"), found.misses),
            listed(_("Reports"), [(f"{quote_id} · {labels.get(fault, fault)}", count) for quote_id, fault, count in found.reports]),
            fill(_("Suggestions to review: {count}"), count=number(found.suggestions)),
            gap=_PARAGRAPH,
        )
    )


def upkeep(answer: Answer, catalogue: Catalogue) -> Reply | None:
    """The reply that says *answer*, when it is of this part."""
    match answer:
        case Told():
            return said(answer, catalogue)
        case DraftShown():
            return draft(answer, catalogue)
        case Saved():
            return saved(answer, catalogue)
        case Deleted():
            return deleted(answer, catalogue)
        case HistoryShown():
            return history(answer, catalogue)
        case DraftList():
            return draft_list(answer, catalogue)
        case ReviewShown():
            return review(answer, catalogue)
        case NoticeShown():
            return notice(answer, catalogue)
        case FileLookedAt():
            return looked_at(answer, catalogue)
        case FileProgress():
            return progress(answer, catalogue)
        case FileRefused():
            # Translators: {problem} is an English sentence for whoever makes such files.
            return Reply(tuple(fill(catalogue.gettext("This file cannot be taken: {problem}"), problem=answer.problem)))
        case Exported():
            counted = catalogue.ngettext("{count} saying", "{count} sayings", answer.count)
            return Reply((Span(counted.format(count=catalogue.number(answer.count))),))
        case EditorList():
            return editors(answer, catalogue)
        case StatsShown():
            return stats(answer, catalogue)
        case _:
            return None
