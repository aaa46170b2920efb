"""The wording of drafts: what is asked for next, what is wrong with what was typed, and what is there already."""

from collections.abc import Sequence

from bot.corpus.checks import Flaw
from bot.corpus.editing import Field, missing, wording_in
from bot.corpus.quote import Kind, Quote, RenderingType
from bot.rendering import quotation
from bot.rendering.catalogue import Catalogue
from bot.rendering.labels import LANGUAGE_LABELS, LANGUAGE_NAMES
from bot.rendering.reply import Button, Reply, Rows, Span, bold, fill, italic, lines
from bot.services.answers import Found
from bot.services.upkeep_answers import Double, DraftShown
from bot.services.upkeep_intents import Act, Translate, Work
from bot.store.drafts import TYPED, Draft, Purpose, Step
from bot.text.language import Language

_PARAGRAPH = "\n\n"
_GLIMPSE_CHARS, _LONG_GLIMPSE_CHARS = 48, 200
_TOPICS_A_ROW = 2
# Of near-doubles, and of topics that there are not, that many are shown.
_MOST = 3
# Of words that mix scripts that many are named.
_MOST_MIXED = 10


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
        claim = Button(_("✅ I am an admin: continue"), Work(one.id, Act.CLAIM))
        return Reply(
            lines(
                wrong, _preview(one, catalogue), [Span(_("An admin of the group has to go on with this as themselves."))], gap=_PARAGRAPH
            ),
            ((claim,),),
        )
    if one.purpose is Purpose.IMPORT:
        take = Button(_("💾 Import"), Work(one.id, Act.IMPORT))
        return Reply((bold(one.file_name or "?"),), ((take, *_ending(answer, catalogue)[0]),))
    if answer.doubles:
        return _double(answer, catalogue)
    if answer.mixed:
        # A word may be as long as a saying, and the preview below has to be seen whole.
        words = _(", ").join(quotation.cut(word, _GLIMPSE_CHARS) for word, _meant in answer.mixed[:_MOST_MIXED])
        # Translators: {words} are such words.
        wrong = [*(wrong or ()), *fill(_("Latin and Cyrillic letters are mixed in: {words}"), words=bold(words))]
    if answer.unknown:
        names = _(", ").join(quotation.cut(name, _GLIMPSE_CHARS) for name in answer.unknown[:_MOST])
        # Translators: {words} are names, one or several, that no topic has.
        wrong = [*fill(_("No such topic: {words}"), words=bold(names))]
    asked, rows = _asked(answer, catalogue)
    # In a group the bot hears nothing else that is no command.
    how = [Span(_("In a group, please reply to this message."))] if one.chat_id < 0 and one.step in TYPED else None
    return Reply(lines(wrong, _preview(one, catalogue), lines([Span(asked)], how), gap=_PARAGRAPH), (*rows, *_ending(answer, catalogue)))


def _preview(one: Draft, catalogue: Catalogue) -> list[Span]:
    """The saying exactly as readers will see it, once there is something of it, and what readers of other languages will."""
    return seen(one.quote, catalogue) if one.quote else []


def seen(quote: Quote, catalogue: Catalogue) -> list[Span]:
    """A saying as readers of this language see it, and its words in all others: whoever decides about them must not miss any."""
    whole = quotation.whole(Found(catalogue.language, quote, None), catalogue)
    shown = quotation.main_rendering(quote, catalogue.language)
    others = [
        one for language in Language if (one := wording_in(quote, language)) and one is not shown and one.type is not RenderingType.ORIGINAL
    ]
    # Translators: what a saying is in another language; {language} is a short name, such as "EN".
    template = catalogue.gettext("{language}: {words}")
    told = [fill(template, language=LANGUAGE_LABELS[one.language], words=quotation.wording(quote, one, catalogue)) for one in others]
    return list(lines(whole, lines(*told), gap=_PARAGRAPH))


def _asked(answer: DraftShown, catalogue: Catalogue) -> tuple[str, Rows]:
    """What is asked for next, and the buttons that answer it."""
    _ = catalogue.gettext
    one = answer.draft
    match one.step:
        case Step.TEXT:
            return _("Send the words of the saying."), ()
        case Step.LANGUAGE:
            return _("Which language is it in?"), (_languages(one, Act.LANGUAGE, tuple(Language)),)
        case Step.KIND:
            return _("What is it?"), (tuple(Button(label, Work(one.id, Act.KIND, kind)) for kind, label in kinds(catalogue).items()),)
        case Step.SPEAKER:
            return _("Who said it? Send the name."), ((_skip(one, catalogue),),)
        case Step.SOURCE:
            return _("Where does it stand? Send the title of the book or the article."), ((_skip(one, catalogue),),)
        case Step.TOPICS:
            return _("What is it about? Choose the topics."), _topics(answer, catalogue)
        case Step.TRANSLATIONS:
            skip = (Button(_("Done"), Work(one.id, Act.SKIP)),)
            return _("Do you know it in another language, too?"), (_languages(one, Act.WORDING, _lacking(one)), skip)
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


def _languages(one: Draft, act: Act, languages: Sequence[Language]) -> tuple[Button, ...]:
    now = one.quote.language if one.quote and act is Act.LANGUAGE else None
    return tuple(Button(_ticked(LANGUAGE_NAMES[language], chosen=language is now), Work(one.id, act, language)) for language in languages)


def _ticked(label: str, *, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _lacking(one: Draft) -> tuple[Language, ...]:
    return missing(one.quote) if one.quote else ()


def _skip(one: Draft, catalogue: Catalogue) -> Button:
    return Button(catalogue.gettext("I don’t know"), Work(one.id, Act.SKIP))


def _topics(answer: DraftShown, catalogue: Catalogue) -> Rows:
    one = answer.draft
    chosen = one.quote.topics if one.quote else ()
    buttons = [
        Button(_ticked(topic.names[answer.language], chosen=topic.id in chosen), Work(one.id, Act.TOPIC, topic.id))
        for topic in answer.choosable
    ]
    rows = tuple(tuple(buttons[start : start + _TOPICS_A_ROW]) for start in range(0, len(buttons), _TOPICS_A_ROW))
    return (*rows, (Button(catalogue.gettext("Done"), Work(one.id, Act.SKIP)),))


def _whole(answer: DraftShown, catalogue: Catalogue) -> Rows:
    """The buttons under the whole: repair, save, and each thing that can still be changed."""
    _ = catalogue.gettext
    one = answer.draft
    if one.quote is None:
        return ()
    rows: list[tuple[Button, ...]] = []
    if meant := ", ".join(meant for word, meant in answer.mixed if meant != word):
        # Translators: on a button; {words} are the words as they were probably meant, where Latin and Cyrillic letters are mixed in one.
        rows.append((Button(_("🔧 Mixed letters. Write: {words}").format(words=meant[:_GLIMPSE_CHARS]), Work(one.id, Act.FIX)),))
    save = _("📨 Send the suggestion") if one.purpose is Purpose.SUGGEST else _("💾 Save")
    rows.append((Button(save, Work(one.id, Act.SAVE)),))
    if one.translation:
        return (*rows, (Button(f"✏️ {LANGUAGE_LABELS[one.translation]}", Work(one.id, Act.WORDING, one.translation)),))
    if answer.for_both:
        whom = _("For: everybody") if one.collection is None else _("For: this group only")
        rows.append((Button(whom, Work(one.id, Act.WHOM)),))
    rows.append(
        tuple(
            Button(f"✏️ {LANGUAGE_LABELS[language]}", Work(one.id, Act.WORDING, language))
            for language in Language
            if wording_in(one.quote, language)
        )
    )
    if lacking := _lacking(one):
        rows.append(tuple(Button(f"➕ {LANGUAGE_LABELS[language]}", Work(one.id, Act.WORDING, language)) for language in lacking))
    asked = [field for field in Field if field is not Field.LANGUAGE or one.purpose in {Purpose.ADD, Purpose.SUGGEST}]
    names = field_names(catalogue)
    rows.append(tuple(Button(names[field], Work(one.id, Act.ASK, Step(field.value))) for field in asked))
    return tuple(rows)


def field_names(catalogue: Catalogue) -> dict[Field, str]:
    """What the fields of a saying are called."""
    _ = catalogue.gettext
    return {
        Field.SPEAKER: _("Author"),
        Field.SOURCE: _("Source"),
        Field.TOPICS: _("Topics"),
        Field.KIND: _("Kind"),
        Field.LANGUAGE: _("Language"),
    }


def _ending(answer: DraftShown, catalogue: Catalogue) -> Rows:
    one, _ = answer.draft, catalogue.gettext
    drop = Button(_("🗑 Discard the draft"), Work(one.id, Act.DROP))
    aside = one.quote is not None and one.step is not Step.PREVIEW and not one.guided and one.purpose is not Purpose.REASON
    back = [Button(_("↩️ Back"), Work(one.id, Act.BACK))] if aside else []
    return ((*back, drop),)


def _double(answer: DraftShown, catalogue: Catalogue) -> Reply:
    """What is nearly the same already, and what to do about it."""
    _ = catalogue.gettext
    one = answer.draft
    rows: list[tuple[Button, ...]] = []
    for quote in (double.quote for double in answer.doubles[:_MOST]):
        if one.quote and wording_in(quote, one.quote.language) is None:
            # Translators: on a button; {words} is the beginning of a saying.
            label = _("🔗 Add as a translation of: {words}").format(words=quotation.glimpse(quote, catalogue, _GLIMPSE_CHARS))
            rows.append((Button(label, Work(one.id, Act.ONTO, quote.id)),))
    rows += [
        (Button(_("➕ Add it anyway"), Work(one.id, Act.ANYWAY)),),
        (Button(_("↩️ Back"), Work(one.id, Act.BACK)), Button(_("🗑 Discard the draft"), Work(one.id, Act.DROP))),
    ]
    return Reply(lines(_preview(one, catalogue), near(answer.doubles, catalogue), gap=_PARAGRAPH), tuple(rows))


def near(doubles: Sequence[Double], catalogue: Catalogue) -> list[Span]:
    """What is there already, and how much alike; nothing where there is nothing like it."""
    # Translators: {percent} is how much alike they are, such as "93%"; {words} is the saying that is there already.
    template = catalogue.gettext("{percent} like: {words}")
    # In the words that are alike: a translation of them may have nothing in common with what was typed. Several may have the same words.
    alike = {
        quotation.glimpse(quote, catalogue, _LONG_GLIMPSE_CHARS, rendering): like for quote, like, rendering in reversed(doubles[:_MOST])
    }
    found = [fill(template, percent=catalogue.percent(like), words=italic(words)) for words, like in reversed(alike.items())]
    return [*lines([Span(catalogue.gettext("There is something very like it already:"))], *found)] if found else []
