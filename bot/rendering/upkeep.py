"""The wording of looking after the collection: drafts, reviews, history and counts."""

from collections.abc import Sequence

from bot.corpus.checks import Flaw
from bot.corpus.editing import missing, wording_in
from bot.corpus.quote import Kind, Quote
from bot.rendering import quotation
from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_LABELS, LANGUAGE_NAMES
from bot.rendering.reply import Button, Reply, Span, bold, fill, italic, lines
from bot.services.answers import (
    Answer,
    Deleted,
    DraftList,
    DraftShown,
    EditorList,
    Exported,
    FileLookedAt,
    FileRefused,
    Found,
    HistoryShown,
    NoticeShown,
    ReviewShown,
    Saved,
    Say,
    StatsShown,
    Told,
)
from bot.services.intents import Decide, Edit, Editors, History, Offer, Open, Report, Restore, Review, Translate, UndoImport, Work
from bot.store.drafts import Draft, Purpose, Step
from bot.store.edits import Why
from bot.store.suggestions import State
from bot.text.language import Language

Rows = tuple[tuple[Button, ...], ...]
_PARAGRAPH = "\n\n"
_GLIMPSE_CHARS = 48
_TOPICS_A_ROW = 2
# Of near-doubles and the like that many are shown.
_MOST, _MOST_PROBLEMS = 3, 10
# Telegram takes a hundred buttons; the rest is dismissed by command.
_MOST_EDITORS = 50


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
        Say.TOO_MANY_SUGGESTIONS: _("You can send no more suggestions today. Your draft is kept; send it tomorrow: /drafts"),
        Say.BLOCKED: _("You cannot suggest or report anything at the moment."),
        Say.CONFIRM_AS_ADMIN: _("An admin of the group has to confirm this as themselves."),
        Say.SUGGESTED: _("Thank you! An editor will look at your suggestion, and I will tell you what becomes of it."),
        Say.NOTHING_TO_REVIEW: _("There are no suggestions to review."),
        Say.DECIDED_ALREADY: _("This suggestion has been decided already."),
        Say.REJECTED: _("Rejected. The person is told your reason."),
        Say.CHANGES_ASKED: _("The person is told what you would like changed."),
        Say.NOTHING_TO_TRANSLATE: _("Every saying is there in your languages. Nothing to translate!"),
        Say.NO_LANGUAGES: _("You look after no language yet."),
        Say.NO_HISTORY: _("Nobody has changed this saying since it came into the collection."),
        Say.NO_SUCH_VERSION: _("That version of the saying is no longer there."),
        Say.WHAT_IS_WRONG: _("What is wrong with this saying?"),
        Say.REPORTED: _("Thank you! An editor will look at it."),
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
            "Shall I erase all I keep of you: your language, your place in the collection, your drafts and reports, and your name on"
            " suggestions and changes?"
        ),
        Say.FORGOTTEN: _("I have erased all I kept of you."),
    }


def _buttons_of(answer: Told, catalogue: Catalogue) -> Rows:
    _ = catalogue.gettext
    match answer.say:
        case Say.EDITED_MEANWHILE:
            look = Button(_("👁 What it is now"), Open(answer.quote_id, answer.language))
            mine = [Button(_("💾 Save mine all the same"), Work(answer.draft_id, "force"))] if answer.draft_id else []
            return ((look, *mine),)
        case Say.CONFIRM_AS_ADMIN if answer.intent:
            return ((Button(_("✅ I am an admin"), answer.intent),),)
        case Say.FORGET_SURE if answer.intent:
            return ((Button(_("🗑 Erase it all"), answer.intent),),)
        case Say.WHAT_IS_WRONG:
            faults = {"words": _("Wrong words"), "speaker": _("Wrong author or source"), "offensive": _("Offensive")}
            return tuple((Button(label, Report(answer.quote_id, fault)),) for fault, label in faults.items())
        case Say.REJECTED | Say.CHANGES_ASKED | Say.DECIDED_ALREADY:
            return ((Button(_("Next suggestion"), Review()),),)
        case _:
            return ()


def flaw(found: Flaw, catalogue: Catalogue) -> str:
    """Why a typed text was not taken, and what to do."""
    _ = catalogue.gettext
    return {
        Flaw.EMPTY: _("There are no words in this. Please send the text."),
        Flaw.LONG: _("This is too long: a wording has at most 1,000 characters, all of them together 3,500. Please shorten it."),
        Flaw.INVISIBLE: _("There are invisible control characters in this text. Please type it anew instead of copying it."),
        Flaw.LINK: _("Please leave out links: name the book or the article instead."),
    }[found]


def draft(answer: DraftShown, catalogue: Catalogue) -> Reply:
    """A draft: what is wrong, what it looks like, and what is asked for next."""
    _ = catalogue.gettext
    one = answer.draft
    wrong = [bold(flaw(answer.flaw, catalogue))] if answer.flaw else None
    if answer.lost_figures:
        wrong = [bold(_("The figures in braces have to stay as they are: they are written out for each language."))]
    if answer.unclaimed:
        claim = Button(_("✅ I am an admin: go on"), Work(one.id, "claim"))
        return Reply(
            lines(
                wrong, _preview(one, catalogue), [Span(_("An admin of the group has to go on with this as themselves."))], gap=_PARAGRAPH
            ),
            ((claim,),),
        )
    if one.purpose is Purpose.IMPORT:
        take = Button(_("💾 Import"), Work(one.id, "import"))
        return Reply((bold(one.file_name or "?"),), ((take, *_ending(answer, catalogue)[0]),))
    if answer.doubles:
        return _double(answer, catalogue)
    asked, rows = _asked(answer, catalogue)
    return Reply(lines(wrong, _preview(one, catalogue), [Span(asked)], gap=_PARAGRAPH), (*rows, *_ending(answer, catalogue)))


def _preview(one: Draft, catalogue: Catalogue) -> list[Span]:
    """The saying exactly as readers will see it, once there is something of it."""
    return list(quotation.whole(Found(catalogue.language, one.quote, None), catalogue)) if one.quote else []


def _asked(answer: DraftShown, catalogue: Catalogue) -> tuple[str, Rows]:
    """What is asked for next, and the buttons that answer it."""
    _ = catalogue.gettext
    one = answer.draft
    match one.step:
        case Step.TEXT:
            return _("Send the words of the saying."), ()
        case Step.LANGUAGE:
            return _("Which language is it in?"), (_languages(one, "lang", tuple(Language)),)
        case Step.KIND:
            return _("What is it?"), (tuple(Button(label, Work(one.id, "kind", kind)) for kind, label in kinds(catalogue).items()),)
        case Step.SPEAKER:
            return _("Who said it? Send the name."), ((_skip(one, catalogue),),)
        case Step.SOURCE:
            return _("Where does it stand? Send the title of the book or the article."), ((_skip(one, catalogue),),)
        case Step.TOPICS:
            return _("What is it about? Choose the topics."), _topics(answer, catalogue)
        case Step.TRANSLATIONS:
            skip = (Button(_("Done"), Work(one.id, "skip")),)
            return _("Do you know it in another language, too?"), (_languages(one, "put", _lacking(one)), skip)
        case Step.WORDING:
            # Translators: {language} is the name of a language in the middle of a sentence, such as "Kazakh".
            template = _("Send what it is in this language: {language}.")
            following: list[Button] = []
            if one.purpose is Purpose.TRANSLATE and one.quote and one.wording:
                following = [Button(_("Next one"), Translate(one.wording, one.quote.id))]
            return template.format(language=catalogue.language_name(one.wording or catalogue.language)), (tuple(following),)
        case Step.WHY:
            return _("Why? Send one sentence for the person who suggested it."), ()
        case Step.PREVIEW:
            return _("This is how readers will see it."), _whole(answer, catalogue)


def kinds(catalogue: Catalogue) -> dict[Kind, str]:
    """What the kinds are called on buttons."""
    return {Kind.PROVERB: catalogue.gettext("Proverb"), Kind.QUOTE: catalogue.gettext("Quote"), Kind.FACT: catalogue.gettext("Fact")}


def _languages(one: Draft, act: str, languages: Sequence[Language]) -> tuple[Button, ...]:
    now = one.quote.language if one.quote and act == "lang" else None
    return tuple(Button(_ticked(LANGUAGE_NAMES[language], language is now), Work(one.id, act, language)) for language in languages)


def _ticked(label: str, chosen: bool) -> str:  # it says itself what is true
    return f"✓ {label}" if chosen else label


def _lacking(one: Draft) -> tuple[Language, ...]:
    return missing(one.quote) if one.quote else ()


def _skip(one: Draft, catalogue: Catalogue) -> Button:
    return Button(catalogue.gettext("Not known"), Work(one.id, "skip"))


def _topics(answer: DraftShown, catalogue: Catalogue) -> Rows:
    one = answer.draft
    chosen = one.quote.topics if one.quote else ()
    buttons = [
        Button(("✓ " if topic.id in chosen else "") + topic.names[answer.language], Work(one.id, "topic", topic.id))
        for topic in answer.choosable
    ]
    rows = tuple(tuple(buttons[start : start + _TOPICS_A_ROW]) for start in range(0, len(buttons), _TOPICS_A_ROW))
    return (*rows, (Button(catalogue.gettext("Done"), Work(one.id, "skip")),))


def _whole(answer: DraftShown, catalogue: Catalogue) -> Rows:
    """The buttons under the whole: repair, save, and each thing that can still be changed."""
    _ = catalogue.gettext
    one = answer.draft
    if one.quote is None:
        return ()
    rows: list[tuple[Button, ...]] = []
    if answer.repaired:
        # Translators: on a button; {words} are the words as they were probably meant, where Latin and Cyrillic letters are mixed in one.
        rows.append((Button(_("🔧 Mixed letters. Write: {words}").format(words=answer.repaired[:_GLIMPSE_CHARS]), Work(one.id, "fix")),))
    save = _("📨 Send the suggestion") if one.purpose is Purpose.SUGGEST else _("💾 Save")
    rows.append((Button(save, Work(one.id, "save")),))
    if answer.for_both:
        whom = _("For: everybody") if one.collection is None else _("For: this group only")
        rows.append((Button(whom, Work(one.id, "whom")),))
    rows.append(
        tuple(
            Button(f"✏️ {LANGUAGE_LABELS[language]}", Work(one.id, "put", language))
            for language in Language
            if wording_in(one.quote, language)
        )
    )
    if lacking := _lacking(one):
        rows.append(tuple(Button(f"➕ {LANGUAGE_LABELS[language]}", Work(one.id, "put", language)) for language in lacking))
    fields = {Step.SPEAKER: _("Author"), Step.SOURCE: _("Source"), Step.TOPICS: _("Topics"), Step.KIND: _("Kind")}
    if one.purpose in {Purpose.ADD, Purpose.SUGGEST}:
        fields[Step.LANGUAGE] = _("Language")
    rows.append(tuple(Button(label, Work(one.id, "ask", step)) for step, label in fields.items()))
    return tuple(rows)


def _ending(answer: DraftShown, catalogue: Catalogue) -> Rows:
    one, _ = answer.draft, catalogue.gettext
    drop = Button(_("🗑 Drop the draft"), Work(one.id, "drop"))
    aside = one.quote is not None and one.step is not Step.PREVIEW and not one.guided and one.purpose is not Purpose.REASON
    back = [Button(_("↩️ Back"), Work(one.id, "back"))] if aside else []
    return ((*back, drop),)


def _double(answer: DraftShown, catalogue: Catalogue) -> Reply:
    """What is nearly the same already, and what to do about it."""
    _ = catalogue.gettext
    one = answer.draft
    rows: list[tuple[Button, ...]] = []
    for quote, _like in answer.doubles[:_MOST]:
        if one.quote and wording_in(quote, one.quote.language) is None:
            # Translators: on a button; {words} is the beginning of a saying.
            label = _("🔗 Add as a translation of: {words}").format(words=quotation.glimpse(quote, catalogue, _GLIMPSE_CHARS))
            rows.append((Button(label, Work(one.id, "onto", quote.id)),))
    rows += [
        (Button(_("➕ Add it anyway"), Work(one.id, "anyway")),),
        (Button(_("↩️ Back"), Work(one.id, "back")), Button(_("🗑 Drop the draft"), Work(one.id, "drop"))),
    ]
    return Reply(lines(_preview(one, catalogue), _near(answer.doubles, catalogue), gap=_PARAGRAPH), tuple(rows))


def _near(doubles: Sequence[tuple[Quote, float]], catalogue: Catalogue) -> list[Span]:
    # Translators: {percent} is how much alike they are, such as "93%"; {words} is the saying that is there already.
    template = catalogue.gettext("{percent} like: {words}")
    found = [
        fill(template, percent=catalogue.percent(like), words=italic(quotation.glimpse(quote, catalogue, 200)))
        for quote, like in doubles[:_MOST]
    ]
    return [*lines([Span(catalogue.gettext("There is something very like it already:"))], *found)] if found else []


def saved(answer: Saved, catalogue: Catalogue) -> Reply:
    """What was saved, and how to take it back."""
    _ = catalogue.gettext
    if answer.why is Why.RESTORED:
        done = _("Brought back.")
    elif answer.collection is not None:
        done = _("Saved for this group; it can be found at once.")
    else:
        done = _("Saved; it can be found at once.")
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
    whole = quotation.whole(Found(answer.language, answer.quote, None), catalogue)
    # Translators: {id} is the short name of a saying, made of letters and digits.
    named = fill(_("Its id: {id}"), id=answer.quote.id)
    return Reply(lines([bold(done)], whole, named, gap=_PARAGRAPH), tuple(rows))


def deleted(answer: Deleted, catalogue: Catalogue) -> Reply:
    """What is gone, and how to bring it back."""
    gone = fill(catalogue.gettext("Deleted: {words}"), words=italic(quotation.glimpse(answer.quote, catalogue, 200)))
    undo = Button(catalogue.gettext("↩️ Undo"), Restore(answer.quote.id, answer.before, answer.version))
    return Reply(tuple(gone), ((undo,),))


def history(answer: HistoryShown, catalogue: Catalogue) -> Reply:
    """Who changed it when, and every version to bring back."""
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
    template, somebody = _("{version}. {at}: {what} · {who}"), _("an editor")
    told = [
        fill(
            template,
            version=catalogue.number(one.version),
            at=catalogue.moment(one.at),
            what=what[one.why],
            who=Span(somebody, person_id=one.person_id) if one.person_id else "—",
        )
        for one in answer.versions
    ]
    # Translators: on a button; {version} is the number of a version.
    back = _("↩️ Version {version}")
    buttons = [
        Button(back.format(version=catalogue.number(one.version)), Restore(answer.quote.id, one.version))
        for one in answer.versions[1:]
        if one.why is not Why.DELETED
    ]
    title = [bold(quotation.glimpse(answer.quote, catalogue, 200))]
    return Reply(lines(title, lines(*told), gap=_PARAGRAPH), tuple((button,) for button in buttons[:8]))


def draft_list(answer: DraftList, catalogue: Catalogue) -> Reply:
    """Each draft as a button that goes on with it."""
    nameless = catalogue.gettext("(no words yet)")
    rows = tuple(
        (
            Button(
                "✏️ " + (quotation.glimpse(one.quote, catalogue, _GLIMPSE_CHARS) if one.quote else one.file_name or nameless),
                Work(one.id, "resume"),
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
    whole = quotation.whole(Found(answer.language, one.quote, None), catalogue)
    rows = (
        (Button(_("✅ Accept"), Decide(one.id, "accept")), Button(_("✏️ Accept with changes"), Decide(one.id, "change"))),
        (Button(_("💬 Ask for changes"), Decide(one.id, "ask")), Button(_("✖️ Reject"), Decide(one.id, "reject"))),
        (Button(_("Later"), Review(one.id)),),
    )
    title = [bold(heading.format(count=catalogue.number(answer.count)))]
    return Reply(lines(title, whole, _near(answer.doubles, catalogue), gap=_PARAGRAPH), rows)


def notice(answer: NoticeShown, catalogue: Catalogue) -> Reply:
    """What became of somebody's suggestion."""
    _ = catalogue.gettext
    told = answer.notice
    words = italic(quotation.glimpse(told.quote, catalogue, 200))
    templates = {
        State.ACCEPTED: _("Your suggestion is in the collection now: {words}"),
        State.REJECTED: _("Your suggestion was not taken: {words}"),
        State.WANTING: _("An editor asks you to change your suggestion: {words}"),
    }
    # Translators: {reason} is what an editor wrote.
    reason = fill(_("The editor writes: {reason}"), reason=told.reason) if told.reason else None
    rows: Rows = ()
    if told.state is State.WANTING:
        rows = ((Button(_("✏️ Change it"), Decide(told.suggestion_id, "answer")),),)
    return Reply(lines(fill(templates[told.state], words=words), reason, gap=_PARAGRAPH), rows)


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
    listed = [fill(row, name=name, count=number(count)) for name, count in counts.items()]
    # Translators: {line} is the number of a line in a file, {problem} an English sentence for whoever makes such files.
    problem = _("Line {line}: {problem}")
    wrong = [fill(problem, line=number(one.line), problem=one.problem) for one in (*report.problems, *report.near_doubles)[:_MOST_PROBLEMS]]
    rows: Rows = ()
    if answer.draft_id:
        button = _("💾 Import, near-doubles too") if report.near_doubles else _("💾 Import")
        rows = ((Button(button, Work(answer.draft_id, "import")), Button(_("🗑 Drop the draft"), Work(answer.draft_id, "drop"))),)
        after = _("Nothing has been imported yet.")
    elif answer.number is not None:
        rows = ((Button(_("↩️ Undo"), UndoImport(answer.number)),),)
        after = _("Imported; it can be found at once.")
    elif report.refused:
        after = _("Nothing was imported. Please mend these lines and send the file again.")
    else:
        after = _("There was nothing to import.")
    return Reply(lines([bold(answer.name)], lines(*listed), lines(*wrong), [Span(after)], gap=_PARAGRAPH), rows)


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
    # Translators: a name and a count: "Kazakh: 57".
    row = _("{name}: {count}")

    def listed(title: str, counts: Sequence[tuple[str, int]]) -> list[Span]:
        return [*lines([bold(title)], *(fill(row, name=name, count=number(count)) for name, count in counts))] if counts else []

    names = {str(language): catalogue.language_name(language) for language in Language}
    outcomes = {"answer": _("answered"), "choices": _("offered a choice"), "nothing": _("nothing found")}
    asked = [
        (outcomes.get(outcome, outcome), sum(count for (_tag, one), count in found.outcomes.items() if one == outcome))
        for outcome in outcomes
    ]
    faults = {"words": _("Wrong words"), "speaker": _("Wrong author or source"), "offensive": _("Offensive")}
    return Reply(
        lines(
            listed(_("Sayings by language"), [(names.get(tag, tag), count) for tag, count in found.by_language.items()]),
            listed(_("Sayings by kind"), [(kinds(catalogue)[Kind(kind)], count) for kind, count in found.by_kind.items()]),
            listed(_("Translations missing"), [(names.get(tag, tag), count) for tag, count in found.missing.items()]),
            listed(_("Questions"), asked),
            listed(_("Asked for and not found"), found.misses),
            listed(_("Reports"), [(f"{quote_id} · {faults.get(fault, fault)}", count) for quote_id, fault, count in found.reports]),
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
