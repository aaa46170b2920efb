"""Drafts, a step at a time: what is asked for next, what is wrong with what was typed, and what it is nearly like."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from bot.corpus import editing
from bot.corpus.checks import Flaw, flaw_of, texts_of, tidied
from bot.corpus.fields import Known
from bot.corpus.quote import UNSAVED, Kind, Quote
from bot.services.answering import Answering, likest
from bot.services.answers import Answer
from bot.services.first_drafts import from_line, from_reply, language_of
from bot.services.incoming import Incoming
from bot.services.standing import Standing
from bot.services.topics import Topics
from bot.services.upkeep_answers import Double, DraftList, DraftShown, Saved, Say, Told
from bot.services.upkeep_intents import Act, Work
from bot.store.drafts import TYPED, Draft, DraftStore, Purpose, Step
from bot.store.edits import EditedMeanwhile, Edits, Why
from bot.store.parcels import State
from bot.store.people import PeopleStore
from bot.store.quotes import QuoteStore
from bot.store.suggestions import Suggester, SuggestionStore, TooManyToday
from bot.text.language import Language
from bot.text.scripts import mixed_script_words, repaired

# More at a time nobody remembers.
_MOST_DRAFTS = 20
# The order of questions for somebody who is led through them.
_GUIDE = (Step.TEXT, Step.LANGUAGE, Step.KIND, Step.SPEAKER, Step.SOURCE, Step.TOPICS, Step.TRANSLATIONS, Step.PREVIEW)
_OF_TRANSLATION = {Act.WORDING, Act.SAVE, Act.ANYWAY, Act.BACK}
_WHY = {Purpose.ADD: Why.ADDED, Purpose.EDIT: Why.EDITED, Purpose.TRANSLATE: Why.TRANSLATED, Purpose.REVIEW: Why.ACCEPTED}
# What an answer may hold with everything around it; Telegram takes 4,096 characters.
_MAX_WORDINGS_CHARS = 3_500
_LATELY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Drafting:
    """Begins drafts, takes what is typed and pressed into them, and saves them."""

    answering: Answering
    quotes: QuoteStore
    drafts: DraftStore
    edits: Edits
    suggestions: SuggestionStore
    people: PeopleStore
    known: Known
    topics: Topics
    clock: Callable[[], datetime.datetime]

    async def begin(self, purpose: Purpose, words: str, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Begin to add or suggest a saying: from *words*, from the message that is replied to, or by asking for its words."""
        collection = standing.collections[0] if purpose is Purpose.ADD else None
        draft = Draft(purpose, Step.TEXT, collection=collection, guided=True)
        replied = incoming.replied
        if not words and replied and replied.text and not replied.quote_id:
            return await self._kept_anew(from_reply(draft, replied, language, self.known), incoming, standing, language)
        if words:
            begun = from_line(draft, words, language, self.known, self.topics)
            return await self._kept_anew(begun.draft, incoming, standing, language, begun.flaw, begun.unknown)
        return await self._kept_anew(draft, incoming, standing, language)

    async def open(self, draft: Draft, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Keep a new *draft*, which has been made elsewhere, and show it."""
        return await self._kept_anew(draft, incoming, standing, language)

    async def _kept_anew(
        self,
        draft: Draft,
        incoming: Incoming,
        standing: Standing,
        language: Language,
        flaw: Flaw | None = None,
        unknown: tuple[str, ...] = (),
    ) -> Answer:
        kept = await self.kept_anew(draft, incoming)
        if kept is None:
            return Told(language, Say.TOO_MANY_DRAFTS, refused=True)
        return self.shown(kept, standing, language, flaw, unknown=unknown)

    async def kept_anew(self, draft: Draft, incoming: Incoming) -> Draft | None:
        """A new *draft* of whoever is at hand, with its number; None when they have too many."""
        # An anonymous admin is nobody in particular: the draft waits for the admin who presses its button.
        person_id = incoming.chat_id if incoming.anonymous else incoming.person_id
        kept_already = await self.drafts.of(person_id, incoming.chat_id)
        if incoming.anonymous and len(kept_already) >= _MOST_DRAFTS:
            # Nobody in particular can drop these: the one that has waited longest goes.
            await self.drafts.drop(kept_already[-1].id)
        elif len(kept_already) >= _MOST_DRAFTS:
            return None
        return await self.drafts.begin(draft, person_id, incoming.chat_id, self.clock())

    def shown(
        self,
        draft: Draft,
        standing: Standing,
        language: Language,
        flaw: Flaw | None = None,
        *,
        lost_figures: bool = False,
        unknown: tuple[str, ...] = (),
    ) -> DraftShown:
        """*draft* as it stands."""
        mixed: dict[str, str] = {}
        if draft.step is Step.PREVIEW and draft.quote:
            mixed = {word: repaired(word) for text in texts_of(draft.quote) for word in mixed_script_words(text)}
        return DraftShown(
            language,
            draft,
            flaw,
            lost_figures,
            tuple(mixed.items()),
            choosable=self.topics.all if draft.step is Step.TOPICS else (),
            unknown=unknown,
            for_both=draft.purpose is Purpose.ADD and len(standing.collections) > 1,
            unclaimed=draft.is_groups,
        )

    async def waiting(self, incoming: Incoming) -> Draft | None:
        """The draft that what somebody types now may go into: one that waits for words, or one whose buttons were shown just now."""
        draft = await self.drafts.current(incoming.person_id, incoming.chat_id)
        if draft is None or draft.step in TYPED:
            return draft
        # An hour later "yes" is said of something else.
        return draft if draft.at and self.clock() - draft.at < _LATELY else None

    async def take(self, draft: Draft, typed: str, standing: Standing, language: Language) -> Answer:
        """Take what was *typed* into the draft that waits for it; what cannot be taken leaves it as it was."""
        text = tidied(typed)
        if flaw := flaw_of(text):
            return self.shown(draft, standing, language, flaw)
        if draft.step is Step.WHY:
            return await self._decided(draft, text, standing, language)
        if draft.step is Step.TEXT and draft.quote is None:
            draft = replace(draft, quote=editing.begun(text, language_of(text, language), self.known))
            return await self._on(draft, standing, language)
        quote = draft.quote
        if quote is None:
            return await self._to(draft, Step.TEXT, standing, language)
        match draft.step:
            case Step.TEXT | Step.WORDING:
                where = draft.wording if draft.step is Step.WORDING and draft.wording else quote.language
                if not editing.keeps_figures(quote, where, text):
                    return self.shown(draft, standing, language, lost_figures=True)
                changed = editing.with_wording(quote, where, text)
                if sum(len(one.text) for one in changed.renderings) > _MAX_WORDINGS_CHARS:
                    return self.shown(draft, standing, language, Flaw.LONG)
                step = Step.TRANSLATIONS if draft.guided else Step.PREVIEW
                return await self._to(replace(draft, quote=changed, anyway=False), step, standing, language)
            case Step.SPEAKER:
                changed = editing.with_speaker(quote, text, quote.language, self.known)
                if changed.kind is Kind.PROVERB:
                    changed = editing.with_kind(changed, Kind.QUOTE, self.known)
                return await self._on(replace(draft, quote=changed), standing, language)
            case _:
                return await self._on(replace(draft, quote=editing.with_source(quote, text)), standing, language)

    async def press(self, work: Work, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Do to a draft what was pressed, when it is still there and theirs."""
        draft = await self.drafts.get(work.draft_id)
        if draft is None:
            return Told(language, Say.DRAFT_GONE, refused=True)
        if work.act is Act.CLAIM and draft.is_groups and draft.chat_id == incoming.chat_id and standing.manages:
            draft = replace(draft, person_id=incoming.person_id)
            return await self._to(draft, draft.step, standing, language)
        if draft.person_id != incoming.person_id or draft.chat_id != incoming.chat_id:
            return Told(language, Say.NOT_YOURS, refused=True)
        if work.act is Act.DROP:
            await self.drafts.drop(draft.id)
            return Told(language, Say.DRAFT_DROPPED)
        if draft.quote is None or work.act is Act.RESUME:
            return await self._to(draft, draft.step, standing, language)
        return await self._pressed(draft, draft.quote, work, standing, language)

    async def _pressed(self, draft: Draft, quote: Quote, work: Work, standing: Standing, language: Language) -> Answer:
        argument = work.argument
        if draft.purpose not in {*_WHY, Purpose.SUGGEST}:
            # A forged press: of a reason nothing is saved.
            return await self._to(draft, draft.step, standing, language)
        if draft.translation and work.act not in _OF_TRANSLATION:
            return await self._to(draft, Step.PREVIEW, standing, language)
        match work.act:
            case Act.LANGUAGE if argument in set(Language):
                return await self._on(
                    replace(draft, quote=editing.with_language(quote, Language(argument), self.known)), standing, language
                )
            case Act.KIND if argument in set(Kind):
                return await self._on(replace(draft, quote=editing.with_kind(quote, Kind(argument), self.known)), standing, language)
            case Act.SKIP if draft.step is Step.SPEAKER and not draft.guided:
                return await self._on(replace(draft, quote=editing.with_speaker(quote, None, language, self.known)), standing, language)
            case Act.SKIP if draft.step is Step.SOURCE and not draft.guided:
                return await self._on(replace(draft, quote=editing.with_source(quote, None)), standing, language)
            case Act.SKIP:
                return await self._on(draft, standing, language)
            case Act.TOPIC if any(topic.id == argument for topic in self.topics.all):
                return await self._to(replace(draft, quote=editing.with_topic(quote, argument)), Step.TOPICS, standing, language)
            case Act.WORDING if argument in set(Language) and not _may_word(draft, quote, argument, standing):
                return Told(language, Say.NOT_AN_EDITOR, refused=True)
            case Act.WORDING if argument in set(Language):
                return await self._to(replace(draft, wording=Language(argument)), Step.WORDING, standing, language)
            case Act.ASK if argument in set(Step):
                return await self._to(replace(draft, guided=False), Step(argument), standing, language)
            case Act.FIX:
                return await self._to(replace(draft, quote=editing.mended(quote, self.known)), Step.PREVIEW, standing, language)
            case Act.WHOM if draft.purpose is Purpose.ADD and len(standing.collections) > 1:
                other = next(one for one in standing.collections if one != draft.collection)
                return await self._to(replace(draft, collection=other), Step.PREVIEW, standing, language)
            case Act.SAVE | Act.ANYWAY:
                return await self._save(replace(draft, anyway=draft.anyway or work.act is Act.ANYWAY), quote, standing, language)
            case Act.ONTO:
                return await self._put_onto(draft, quote, argument, standing, language)
            case Act.FORCE:
                return await self._save(replace(draft, since=await self.edits.version_of(quote.id)), quote, standing, language)
            case _:
                return await self._to(draft, Step.PREVIEW, standing, language)

    async def _on(self, draft: Draft, standing: Standing, language: Language) -> Answer:
        """Go on to the next question, or back to the whole where nobody is led."""
        following = _GUIDE[min(_GUIDE.index(draft.step) + 1, len(_GUIDE) - 1)] if draft.guided and draft.step in _GUIDE else Step.PREVIEW
        if following is Step.SPEAKER and draft.quote and draft.quote.kind is Kind.PROVERB:
            following = Step.SOURCE  # nobody is known to have said it first
        return await self._to(draft, following, standing, language)

    async def _to(self, draft: Draft, step: Step, standing: Standing, language: Language) -> Answer:
        kept = await self.drafts.keep(replace(draft, step=step), self.clock())
        return self.shown(kept, standing, language) if kept else Told(language, Say.DRAFT_GONE, refused=True)

    async def _refusal(self, draft: Draft, quote: Quote, standing: Standing) -> Say | None:
        """Why the person may not do with the collection what the draft would do now, if so: rights are those of the moment."""
        if draft.purpose is Purpose.SUGGEST:
            return None
        if quote.id == UNSAVED:
            return None if standing.may_change(draft.collection, quote.language) else Say.NOT_AN_EDITOR
        place = await self.edits.place_of(quote.id)
        if place is None:
            # An import that brought it has been undone.
            return Say.NO_SUCH_QUOTE
        return None if place[1] == draft.collection and standing.may_turn(place[0], quote, place[1]) else Say.NOT_AN_EDITOR

    async def named(self, quote: Quote) -> Quote:
        """*quote* under an id: its own, or for a new one the one its content gives it, with a number where that is taken."""
        if quote.id != UNSAVED:
            return quote
        named, number = editing.named(quote), 1
        first = named.id
        while await self.edits.place_of(named.id):
            number += 1
            named = replace(named, id=f"{first}-{number}")
        return named

    async def doubles(self, quote: Quote, collection: int | None) -> tuple[Double, ...]:
        """Stored quotes whose words are nearly those of *quote*, in any language and script."""
        texts = editing.texts_like(quote)
        near = await self.answering.near(texts, quote.id, collection)
        found = await self.quotes.get(near, collection)
        return tuple(Double(other, near[other.id], likest(texts, other)) for other in found)

    async def _save(self, draft: Draft, quote: Quote, standing: Standing, language: Language) -> Answer:
        if refusal := await self._refusal(draft, quote, standing):
            return Told(language, refusal, refused=True)
        if not draft.anyway and draft.purpose is not Purpose.EDIT and (doubles := await self.doubles(quote, draft.collection)):
            shown = self.shown(draft, standing, language)
            return DraftShown(language, shown.draft, doubles=doubles)
        if draft.purpose is Purpose.SUGGEST:
            return await self._suggest(draft, quote, language)
        new = quote.id == UNSAVED
        saved = await self.named(quote)
        try:
            version = await self.edits.save(
                saved,
                draft.collection,
                why=_WHY[draft.purpose],
                person_id=draft.person_id,
                at=self.clock(),
                since=0 if new else draft.since,
                draft_id=draft.id,
                suggestion_id=draft.subject,
            )
        except EditedMeanwhile:
            return Told(language, Say.EDITED_MEANWHILE, refused=True, quote_id=saved.id, draft_id=draft.id)
        if version is None:
            return Told(language, Say.DECIDED_ALREADY) if draft.subject else Told(language, Say.DRAFT_GONE, refused=True)
        await self.answering.refresh()
        return Saved(language, saved, version, 0 if new else draft.since, _WHY[draft.purpose], draft.collection)

    async def _suggest(self, draft: Draft, quote: Quote, language: Language) -> Answer:
        if await self.people.is_blocked(draft.person_id):
            return Told(language, Say.BLOCKED, refused=True)
        by = Suggester(draft.person_id, draft.chat_id if draft.chat_id != draft.person_id else None, language)
        try:
            done = await self.suggestions.suggest(quote, draft.id, by, self.clock().date())
        except TooManyToday:
            return Told(language, Say.TOO_MANY_SUGGESTIONS, refused=True)
        return Told(language, Say.SUGGESTED) if done else Told(language, Say.DRAFT_GONE, refused=True)

    async def _put_onto(self, draft: Draft, quote: Quote, quote_id: str, standing: Standing, language: Language) -> Answer:
        """Turn the draft into a translation of the quote it is nearly like."""
        current = await self.edits.current(quote_id)
        # Only what may be seen here, and for everybody's suggestion only what everybody sees.
        seen = {None} if draft.purpose is Purpose.SUGGEST else {None, standing.chat_id}
        if current is None or current.collection not in seen or editing.wording_in(current.quote, quote.language):
            return Told(language, Say.NO_SUCH_QUOTE, refused=True)
        merged = editing.added_to(quote, current.quote)
        if draft.purpose is not Purpose.SUGGEST and not standing.may_change(current.collection, quote.language):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        purpose = Purpose.TRANSLATE if draft.purpose is Purpose.ADD else draft.purpose
        changed = replace(draft, quote=merged, purpose=purpose, collection=current.collection, since=current.version, anyway=True)
        if purpose is Purpose.SUGGEST:
            changed = replace(changed, translation=quote.language)
        return await self._to(changed, Step.PREVIEW, standing, language)

    async def _decided(self, draft: Draft, reason: str, standing: Standing, language: Language) -> Answer:
        concerned = draft.translation or (draft.quote.language if draft.quote else None)
        if draft.subject is None or concerned is None or not standing.may_change(None, concerned):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        state = State(draft.verdict)
        done = await self.suggestions.decide(draft.subject, state, reason, draft.person_id, draft.id)
        said = Say.REJECTED if state is State.REJECTED else Say.CHANGES_ASKED
        return Told(language, said if done else Say.DECIDED_ALREADY)

    async def listed(self, incoming: Incoming, language: Language) -> Answer:
        """What somebody has begun in this chat."""
        found = await self.drafts.of(incoming.person_id, incoming.chat_id)
        return DraftList(language, tuple(found)) if found else Told(language, Say.NO_DRAFTS)

    async def cancel(self, incoming: Incoming, language: Language) -> Answer:
        """Drop the draft at hand."""
        current = await self.drafts.current(incoming.person_id, incoming.chat_id)
        if current is None:
            return Told(language, Say.NO_DRAFTS)
        await self.drafts.drop(current.id)
        return Told(language, Say.DRAFT_DROPPED)


def _may_word(draft: Draft, quote: Quote, language: str, standing: Standing) -> bool:
    """Whether the person may change what a stored quote says in *language*: told before they type, looked at again when it is saved."""
    if draft.translation:
        return draft.translation is Language(language)
    return draft.purpose is Purpose.SUGGEST or quote.id == UNSAVED or standing.may_change(draft.collection, Language(language))
