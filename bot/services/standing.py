"""Who may do what to which quotes."""

from typing import NamedTuple

from msgspec.structs import replace

from bot.corpus.quote import Quote, Rendering
from bot.services.incoming import Incoming
from bot.store.people import PeopleStore
from bot.text.language import Language


class Standing(NamedTuple):
    """What somebody may do, at this moment.

    An *owner* may do everything; an editor what is of their *languages* in the common collection; who *manages* a group everything in its
    own collection, *chat_id*.
    """

    owner: bool
    languages: frozenset[Language]
    manages: bool
    chat_id: int

    def may_change(self, collection: int | None, *languages: Language) -> bool:
        """Whether they may change a quote of *collection* in one of *languages*; without languages, in any."""
        if collection is not None:
            return self.owner or (self.manages and collection == self.chat_id)
        return self.owner or bool(self.languages.intersection(languages) if languages else self.languages)

    def may_turn(self, before: Quote, after: Quote, collection: int | None) -> bool:
        """Whether they may make *after* of a stored quote.

        What it says in a language is its editors' to change, and all else theirs whose language its own words are in. Nobody else makes a
        new version of it either, not even one in which nothing differs.
        """
        if not self.may_change(collection):
            return False

        def words(quote: Quote, language: Language) -> tuple[Rendering, ...]:
            return tuple(one for one in quote.renderings if one.language is language)

        if replace(before, renderings=()) != replace(after, renderings=()) and not self.may_change(collection, before.language):
            return False
        changed = (language for language in Language if words(before, language) != words(after, language))
        return all(self.may_change(collection, language) for language in changed)

    def may_bring(self, collection: int | None) -> bool:
        """Whether they may bring whole files into *collection*: a file holds any language."""
        if collection is None:
            return self.owner or self.languages == frozenset(Language)
        return self.may_change(collection)

    @property
    def collections(self) -> tuple[int | None, ...]:
        """Where they may add quotes here, the likelier first: the group's own collection, the common one."""
        own: tuple[int | None, ...] = (self.chat_id,) if self.manages else ()
        return (*own, None) if self.owner or self.languages else own


async def standing_of(incoming: Incoming, owners: frozenset[int], people: PeopleStore, *, lately: bool = False) -> Standing:
    """What whoever is at hand may do. Telegram is asked about groups each time, so a demoted admin's next press is refused.

    With *lately* what was known of them a few seconds ago will do, for what is only shown.
    """
    if incoming.anonymous:
        return Standing(owner=False, languages=frozenset(), manages=True, chat_id=incoming.chat_id)
    owner = incoming.person_id in owners
    languages = frozenset(Language) if owner else await people.languages_of(incoming.person_id)
    manages = not incoming.private and await incoming.rights.may_manage(lately=lately)
    return Standing(owner, languages, manages, incoming.chat_id)
