"""Looking after the collection: who may, and what comes of it."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.corpus import editing
from bot.services.answering import Answering
from bot.services.answers import Answer
from bot.services.drafting import Drafting
from bot.services.filing import Filing
from bot.services.incoming import Incoming
from bot.services.reviewing import Reviewing
from bot.services.standing import Standing, standing_of
from bot.services.upkeep_answers import Deleted, EditorList, Saved, Say, StatsShown, Told
from bot.services.upkeep_intents import (
    Act,
    Add,
    Block,
    Cancel,
    Decide,
    Delete,
    Drafts,
    Edit,
    Editors,
    Export,
    Forget,
    History,
    Import,
    Offer,
    Report,
    Restore,
    Review,
    Settle,
    ShowStats,
    Suggest,
    Translate,
    UndoImport,
    Upkeep,
    Work,
)
from bot.services.words import language_named
from bot.store.drafts import Draft, Purpose, Step
from bot.store.edits import Current, EditedMeanwhile, Edits, Why
from bot.store.people import Fault, PeopleStore
from bot.store.tallies import Tallies
from bot.text.language import Language
from bot.text.normalise import normalise

_MOST_TOLD = 15
_PERSON = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True)
class Keeping:
    """Answers everything by which the collection is looked after."""

    drafting: Drafting
    filing: Filing
    reviewing: Reviewing
    edits: Edits
    people: PeopleStore
    answering: Answering
    tallies: Tallies
    owners: frozenset[int]
    clock: Callable[[], datetime.datetime]

    async def standing(self, incoming: Incoming, *, lately: bool = False) -> Standing:
        """What whoever is at hand may do, now or, for what is only shown, *lately*."""
        return await standing_of(incoming, self.owners, self.people, lately=lately)

    async def edits_common(self, person_id: int) -> bool:
        """Whether somebody may change anything of the common collection."""
        return person_id in self.owners or bool(await self.people.languages_of(person_id))

    async def count(self, language: Language, outcome: str, missed: str | None = None, *, hurried: bool) -> None:
        """Count a question, and the words it *missed* with; one that is *hurried* leaves writing them down to the next."""
        if self.tallies.count(language, outcome, missed and normalise(missed)) and not hurried:
            await self.tallies.write(self.clock().date())

    async def take(self, draft: Draft, typed: str, incoming: Incoming, language: Language) -> Answer:
        """Take typed words into the draft that waits for them."""
        return await self.drafting.take(draft, typed, await self.standing(incoming), language)

    async def respond(self, intent: Upkeep, incoming: Incoming, language: Language) -> Answer:
        """Do what is wanted, as far as whoever wants it may."""
        match intent:
            case Drafts():
                return await self.drafting.listed(incoming, language)
            case Cancel():
                return await self.drafting.cancel(incoming, language)
            case Report(quote_id, fault):
                return await self._report(quote_id, fault, incoming, language)
            case Forget():
                return await self._forget(intent, incoming, language)
            case Suggest(words):
                return await self.reviewing.suggest(words, incoming, language)
            case Editors() | Block() | ShowStats():
                return await self._own(intent, incoming, language)
            case _:
                # A history shows, and what is pressed below it is looked at again.
                standing = await self.standing(incoming, lately=isinstance(intent, History | Review))
                return await self._edit(intent, incoming, standing, language)

    async def _edit(self, intent: Upkeep, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        match intent:
            case Add(words):
                if not standing.collections:
                    return Told(language, Say.NOT_AN_EDITOR, refused=True)
                return await self.drafting.begin(Purpose.ADD, words, incoming, standing, language)
            case Work(act=Act.IMPORT):
                return await self._import(intent, incoming, standing, language)
            case Work(act=Act.CLAIM):
                return await self._claim(intent, incoming, standing, language)
            case Work():
                return await self.drafting.press(intent, incoming, standing, language)
            case Import() | Export() | UndoImport():
                return await self._file(intent, incoming, standing, language)
            case Edit(quote_id) | Delete(quote_id) | History(quote_id) | Offer(quote_id) | Settle(quote_id):
                quote_id = quote_id or (incoming.replied.quote_id if incoming.replied else "")
                return await self._of_quote(intent, quote_id, incoming, standing, language)
            case Restore():
                return await self._restore(intent, incoming, standing, language)
            case Translate(wanted, after):
                return await self._translate(wanted, after, incoming, standing, language)
            case Review(after):
                return await self.reviewing.review(after, standing, language)
            case Decide():
                return await self.reviewing.decide(intent, incoming, standing, language)
            case _:
                raise TypeError(f"nothing is known of {type(intent).__name__}")

    async def _of_quote(
        self, intent: Edit | Delete | History | Offer | Settle, quote_id: str, incoming: Incoming, standing: Standing, language: Language
    ) -> Answer:
        if not quote_id:
            return Told(language, Say.WHICH_QUOTE, refused=True)
        place = await self.edits.place_of(quote_id)
        if place is None or place[1] not in {None, incoming.chat_id}:
            return Told(language, Say.NO_SUCH_QUOTE, refused=True)
        quote, collection = place
        # What it says in their language an editor may change, and all of it only where its own words are of that language.
        concerned = (quote.language,) if isinstance(intent, Delete) else tuple(one.language for one in quote.renderings)
        if not standing.may_change(collection, *concerned):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        if isinstance(intent, History):
            return await self.reviewing.history(quote, language, intent.before)
        if isinstance(intent, Settle):
            await self.people.settle(quote_id)
            return Told(language, Say.SETTLED)
        if incoming.anonymous:
            # Whoever speaks as the group presses as themselves.
            return Told(language, Say.CONFIRM_AS_ADMIN, intent=type(intent)(quote_id))
        current = await self.edits.current(quote_id)
        if current is None:
            return Told(language, Say.NO_SUCH_QUOTE, refused=True)
        if isinstance(intent, Offer):
            if collection is None:
                return Told(language, Say.NO_SUCH_QUOTE, refused=True)
            return await self.reviewing.offer(quote, incoming, language)
        if isinstance(intent, Edit):
            draft = Draft(Purpose.EDIT, Step.PREVIEW, current.quote, current.collection, current.version)
            return await self.drafting.open(draft, incoming, standing, language)
        return await self._delete(current, incoming, language)

    async def _file(self, intent: Import | Export | UndoImport, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        if isinstance(intent, UndoImport):
            into = await self.filing.quotes.import_of(intent.number)
            if into and not standing.may_bring(into[0]):
                return Told(language, Say.NOT_AN_EDITOR, refused=True)
            return await self.filing.undo(intent.number, incoming, language)
        if not standing.collections or not standing.may_bring(standing.collections[0]):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        match intent:
            case Import():
                return await self._bring(incoming, standing, language)
            case Export(words):
                return await self.filing.give_out(words, standing, incoming, language)

    async def _bring(self, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        draft = self.filing.ordered(incoming.document, standing.collections[0], language)
        if isinstance(draft, Told):
            return draft
        if not incoming.anonymous:
            return await self.filing.look_at(draft, incoming, language)
        kept = await self.drafting.kept_anew(draft, incoming)
        if kept is None:
            return Told(language, Say.TOO_MANY_DRAFTS, refused=True)
        return Told(language, Say.CONFIRM_AS_ADMIN, intent=Work(kept.id, Act.CLAIM))

    async def _claim(self, work: Work, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        """Go on with what somebody who spoke as the group has begun."""
        draft = await self.filing.drafts.get(work.draft_id)
        if draft is None or draft.purpose is not Purpose.IMPORT:
            return await self.drafting.press(work, incoming, standing, language)
        if not draft.is_groups or draft.chat_id != incoming.chat_id or not standing.manages:
            return Told(language, Say.NOT_YOURS, refused=True)
        return await self.filing.look_at(draft, incoming, language)

    async def _import(self, work: Work, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        draft = await self.filing.drafts.get(work.draft_id)
        if draft is None or draft.purpose is not Purpose.IMPORT:
            return Told(language, Say.DRAFT_GONE, refused=True)
        if draft.person_id != incoming.person_id or draft.chat_id != incoming.chat_id:
            return Told(language, Say.NOT_YOURS, refused=True)
        if not standing.may_bring(draft.collection):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        return await self.filing.take_in(draft, incoming, language)

    async def _delete(self, current: Current, incoming: Incoming, language: Language) -> Answer:
        quote = current.quote
        try:
            version = await self.edits.delete(quote.id, person_id=incoming.person_id, at=self.clock(), since=current.version)
        except EditedMeanwhile:
            return Told(language, Say.EDITED_MEANWHILE, refused=True, quote_id=quote.id)
        if version is None:
            return Told(language, Say.NO_SUCH_QUOTE, refused=True)
        await self.answering.refresh()
        return Deleted(language, quote, version, current.version)

    async def _restore(self, intent: Restore, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        place = await self.edits.place_of(intent.quote_id)
        wanted = await self.edits.version(intent.quote_id, intent.version)
        if place and wanted is None and standing.may_change(place[1], place[0].language):
            return Told(language, Say.NO_SUCH_VERSION, refused=True)
        deleted = await self.edits.current(intent.quote_id) is None
        # What has been deleted comes back as a whole; else it is what differs that counts.
        if not place or not wanted or not standing.may_turn(place[0], wanted, place[1]):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        if deleted and not standing.may_change(place[1], place[0].language):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        try:
            restored = await self.edits.restore(
                intent.quote_id, intent.version, person_id=incoming.person_id, at=self.clock(), since=intent.since
            )
        except EditedMeanwhile:
            return Told(language, Say.EDITED_MEANWHILE, refused=True, quote_id=intent.quote_id)
        if restored is None:
            return Told(language, Say.NO_SUCH_VERSION, refused=True)
        await self.answering.refresh()
        return Saved(language, restored.quote, restored.version, 0, Why.RESTORED, restored.collection)

    async def _translate(self, wanted: Language | None, after: str, incoming: Incoming, standing: Standing, language: Language) -> Answer:
        mine = [one for one in Language if one in standing.languages]
        if not mine or (wanted and wanted not in mine):
            return Told(language, Say.NOT_AN_EDITOR, refused=True)
        # The one that is passed over need not be kept: nothing has been typed into it.
        laid_aside = await self.drafting.drafts.current(incoming.person_id, incoming.chat_id)
        if after and laid_aside and _is_untouched(laid_aside):
            await self.drafting.drafts.drop(laid_aside.id)
        for into in [wanted] if wanted else mine:
            if current := await self.edits.untranslated(into, after):
                draft = Draft(Purpose.TRANSLATE, Step.WORDING, current.quote, current.collection, current.version, wording=into)
                return await self.drafting.open(draft, incoming, standing, language)
        return Told(language, Say.NOTHING_TO_TRANSLATE)

    async def _report(self, quote_id: str, fault: str, incoming: Incoming, language: Language) -> Answer:
        quote_id = quote_id or (incoming.replied.quote_id if incoming.replied else "")
        if not quote_id:
            return Told(language, Say.WHICH_QUOTE, refused=True)
        place = await self.edits.place_of(quote_id)
        if place is None or place[1] not in {None, incoming.chat_id}:
            return Told(language, Say.NO_SUCH_QUOTE, refused=True)
        if fault not in set(Fault):
            return Told(language, Say.WHAT_IS_WRONG, quote_id=quote_id)
        if await self.people.is_blocked(incoming.person_id):
            return Told(language, Say.BLOCKED, refused=True)
        await self.people.report(quote_id, incoming.person_id, Fault(fault), self.clock().date())
        return Told(language, Say.REPORTED)

    async def _forget(self, intent: Forget, incoming: Incoming, language: Language) -> Answer:
        if not intent.sure:
            whose = 0 if incoming.anonymous else incoming.person_id
            return Told(language, Say.FORGET_SURE, intent=Forget(sure=True, person_id=whose))
        # In a group everybody sees the button, and would have themselves erased by it.
        theirs = incoming.person_id == intent.person_id if intent.person_id else await incoming.rights.may_manage()
        if not theirs:
            return Told(language, Say.FORGET_OTHERS, refused=True)
        await self.people.forget(incoming.person_id, self.clock().date())
        return Told(language, Say.FORGOTTEN)

    async def _own(self, intent: Editors | Block | ShowStats, incoming: Incoming, language: Language) -> Answer:
        """What only owners may."""
        if incoming.person_id not in self.owners or incoming.anonymous:
            return Told(language, Say.NOT_AN_OWNER, refused=True)
        match intent:
            case ShowStats():
                await self.tallies.write(self.clock().date())
                return StatsShown(language, await self.tallies.stats(tuple(Language), _MOST_TOLD))
            case Block(words, block):
                person_id = _person_in(words, incoming)
                if person_id is None or person_id < 0 or person_id in self.owners:
                    return Told(language, Say.BLOCK_FORM, refused=True)
                await self.people.block(person_id, block=block)
                return Told(language, Say.IS_BLOCKED if block else Say.IS_UNBLOCKED)
            case Editors(words):
                return await self._appoint(words, incoming, language)

    async def _appoint(self, words: str, incoming: Incoming, language: Language) -> Answer:
        if words:
            numbers = [word for word in words.split() if _PERSON.fullmatch(word)]
            # Where only languages are named they are for whoever is replied to.
            person_id = _person_in(" ".join(numbers), incoming)
            named = [language_named(word) for word in words.split() if word not in numbers]
            if person_id is None or None in named:
                return Told(language, Say.EDITOR_FORM, refused=True)
            languages = frozenset(one for one in named if one) or frozenset(Language)
            await self.people.appoint(abs(person_id), frozenset() if person_id < 0 else languages)
        return EditorList(language, tuple((await self.people.editors()).items()))


def _is_untouched(draft: Draft) -> bool:
    """Whether nothing has been typed into a draft that asks for a translation."""
    waits = draft.purpose is Purpose.TRANSLATE and draft.step is Step.WORDING and draft.wording is not None
    return bool(waits and draft.quote and draft.wording and editing.wording_in(draft.quote, draft.wording) is None)


def _person_in(words: str, incoming: Incoming) -> int | None:
    """The person whose number was typed, below nought to take a right away; else the one replied to."""
    if words:
        found = [int(word) for word in words.split() if _PERSON.fullmatch(word)]
        return found[0] if len(found) == 1 and found[0] else None
    return incoming.replied.person_id if incoming.replied else None
