"""What people suggest: how it begins, what editors make of it, and that people are told."""

import dataclasses
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from bot.corpus import editing
from bot.corpus.quote import UNSAVED, Quote
from bot.services.answering import Answering
from bot.services.answers import Answer
from bot.services.drafting import Drafting
from bot.services.incoming import Incoming
from bot.services.standing import Standing
from bot.services.upkeep_answers import HistoryShown, ReviewShown, Saved, Say, Told, Turn
from bot.services.upkeep_intents import Decide, Verdict
from bot.store.drafts import Draft, Purpose, Step
from bot.store.edits import HISTORY, EditedMeanwhile, Edits, Why
from bot.store.parcels import State
from bot.store.people import PeopleStore
from bot.store.suggestions import Suggester, Suggestion, SuggestionStore, TooManyToday
from bot.text.language import Language


@dataclass(frozen=True)
class Reviewing:
    """Suggestions from their beginning to their end."""

    drafting: Drafting
    edits: Edits
    people: PeopleStore
    suggestions: SuggestionStore
    answering: Answering
    clock: Callable[[], datetime.datetime]

    async def suggest(self, words: str, incoming: Incoming, language: Language) -> Answer:
        """Begin a suggestion."""
        if await self.people.is_blocked(incoming.person_id):
            return Told(language, Say.BLOCKED, refused=True)
        nobody = Standing(owner=False, languages=frozenset(), manages=False, chat_id=incoming.chat_id)
        return await self.drafting.begin(Purpose.SUGGEST, words, incoming, nobody, language)

    async def offer(self, quote: Quote, incoming: Incoming, language: Language) -> Answer:
        """Suggest a group's own *quote* for everybody."""
        if await self.people.is_blocked(incoming.person_id):
            return Told(language, Say.BLOCKED, refused=True)
        by = Suggester(incoming.person_id, None if incoming.private else incoming.chat_id, language)
        try:
            await self.suggestions.offer(replace(quote, id=UNSAVED), by, self.clock().date())
        except TooManyToday:
            return Told(language, Say.TOO_MANY_SUGGESTIONS, refused=True)
        return Told(language, Say.SUGGESTED)

    async def review(self, after: int, standing: Standing, language: Language) -> Answer:
        """The next suggestion behind the number *after*; without any the next saying of which something is reported."""
        if not standing.languages:
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        suggestion, count = await self.suggestions.next_open(standing.languages, after)
        if suggestion is None:
            return await self._reported(standing, language)
        # As it would be saved now: the editor is to see what they accept.
        quote, _ = await self._as_of_now(suggestion)
        shown = dataclasses.replace(suggestion, quote=quote) if quote else suggestion
        return ReviewShown(language, shown, count, await self.drafting.doubles(shown.quote, None))

    async def _reported(self, standing: Standing, language: Language) -> Answer:
        quote_id = await self.people.reported(standing.languages)
        current = await self.edits.current(quote_id) if quote_id else None
        return await self.history(current.quote, language) if current else Told(language, Say.NOTHING_TO_REVIEW)

    async def history(self, quote: Quote, language: Language, before: int | None = None) -> Answer:
        """What became of *quote*, and what is reported of it; with *before* what was before that version."""
        versions = await self.edits.history(quote.id, before)
        reports = await self.people.reports_of(quote.id) if before is None else ()
        if not versions and not reports:
            return Told(language, Say.NO_HISTORY)
        steps = [Turn(after, editing.differences(earlier.quote, after.quote)) for after, earlier in pairwise(versions)]
        if len(versions) <= HISTORY:
            # The first of all follows nothing.
            steps += [Turn(version, ()) for version in versions[-1:]]
        return HistoryShown(language, quote, tuple(steps), reports, latest=before is None, more=len(versions) > HISTORY)

    async def decide(self, intent: Decide, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Do what was decided; by whoever suggested it, go on with it."""
        suggestion = await self.suggestions.get(intent.suggestion_id)
        if suggestion is None:
            return Told(language, Say.DECIDED_ALREADY)
        if intent.verdict == Verdict.ANSWER:
            return await self._answered(suggestion, incoming, standing, language)
        if not standing.may_change(None, suggestion.quote_language):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        if suggestion.state is not State.OPEN:
            return Told(language, Say.DECIDED_ALREADY)
        quote, since = await self._as_of_now(suggestion)
        into = suggestion.quote_language if _is_translation(suggestion) else None
        draft = Draft(
            Purpose.REVIEW, Step.PREVIEW, quote or suggestion.quote, since=since, subject=suggestion.id, anyway=True, translation=into
        )
        match intent.verdict:
            case Verdict.ACCEPT | Verdict.CHANGE if quote is None:
                # Somebody has said it in that language since; the suggestion can still be rejected, with word to the person.
                return Told(language, Say.EDITED_MEANWHILE, quote_id=suggestion.quote.id)
            case Verdict.ACCEPT if quote:
                return await self._accepted(draft, quote, incoming, language)
            case Verdict.CHANGE:
                return await self.drafting.open(draft, incoming, standing, language)
            case _:
                verdict = State.REJECTED if intent.verdict == Verdict.REJECT else State.WANTING
                reason = replace(draft, purpose=Purpose.REASON, step=Step.WHY, verdict=verdict)
                return await self.drafting.open(reason, incoming, standing, language)

    async def _accepted(self, draft: Draft, quote: Quote, incoming: Incoming, language: Language) -> Answer:
        saved = await self.drafting.named(quote)
        try:
            version = await self.edits.save(
                saved, None, why=Why.ACCEPTED, person_id=incoming.person_id, at=self.clock(), since=draft.since, suggestion_id=draft.subject
            )
        except EditedMeanwhile:
            return Told(language, Say.EDITED_MEANWHILE, refused=True, quote_id=saved.id)
        if version is None or draft.subject is None:
            return Told(language, Say.DECIDED_ALREADY)
        await self.answering.refresh()
        return Saved(language, saved, version, draft.since, Why.ACCEPTED)

    async def _as_of_now(self, suggestion: Suggestion) -> tuple[Quote | None, int]:
        """What accepting *suggestion* would save, and the version that would follow.

        A translation is put to what its quote has become since; None when that says it in the language already, or is gone.
        """
        quote, into = suggestion.quote, suggestion.quote_language
        if not _is_translation(suggestion):
            return quote, 0
        current, words = await self.edits.current(quote.id), editing.wording_in(quote, into)
        if current is None or words is None or editing.wording_in(current.quote, into):
            return None, 0
        return editing.with_wording(current.quote, into, words.text, words.source), current.version

    async def _answered(self, suggestion: Suggestion, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Let whoever suggested it change what an editor asked to have changed."""
        if suggestion.person_id != incoming.person_id:
            return Told(language, Say.NOT_YOURS, refused=True)
        if suggestion.state is not State.WANTING:
            return Told(language, Say.DECIDED_ALREADY, refused=True)
        into = suggestion.quote_language if _is_translation(suggestion) else None
        draft = Draft(Purpose.SUGGEST, Step.PREVIEW, suggestion.quote, subject=suggestion.id, anyway=True, translation=into)
        return await self.drafting.open(draft, incoming, standing, language)


def _is_translation(suggestion: Suggestion) -> bool:
    """Whether it says in another language what a stored quote says."""
    return suggestion.quote.id != UNSAVED
