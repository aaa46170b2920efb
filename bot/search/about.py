"""What there is about what a saying is asked about, or of whom it is asked to be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.search.asking import Wanted, parts_of
from bot.search.confidence import Outcome, outcome, tells_of
from bot.search.entries import Entries
from bot.search.forms import other_stems
from bot.search.hits import Findings, Hit, Role, Way, interleaved
from bot.search.index import Index
from bot.search.query import Query, has_han, letters
from bot.search.said_by import SaidBy
from bot.search.texts import ROLE_STEP, merged

# So many letters of a word may be its ending, and so many are left of it.
_CUTS, _LEAST_CUT = (1, 2, 3), 3
# Of several words one alone may do when it is as long as this: "том" and "как" tell nothing.
_TELLING_LETTERS = 4
# What has the word in another form is as good a choice as what has it as it was typed, and comes after it; what has it only in a saying of
# the same meaning falls so far behind that it is no choice beside either.
_FORM_SCORE, _UNSEEN = 0.9, 0.2
# As short as a name may be to be known with a slip in it.
_NAME_LETTERS = 6
# As short as what is asked about may be to be found by its sound: one character sounds like a hundred others.
_BY_SOUND, _SOUND_LETTERS = frozenset({Way.PINYIN, Way.INITIALS}), 5
# So many of those near to what somebody is asked about are looked through for theirs.
_LOOKED_THROUGH = 50


class Find(Protocol):
    """A search for what fits a query; *asked* says that a saying is asked for about it, so that it is no talk."""

    def __call__(self, query: Query, most: int, collection: int, *, asked: bool = False) -> Findings:
        """At most *most* of the common quotes and those of a *collection*."""
        ...


@dataclass(frozen=True)
class Asked:
    """Looks for what is asked about among *entries*, whose texts are in an *index*.

    What is like it, *find* finds; *meant* gives it as it may have been meant, where a word of it is misspelt.
    """

    entries: Entries
    index: Index
    find: Find
    meant: Callable[[Query, int], Query | None]

    def found(self, asked: Wanted, query: Query, found: Findings, most: int, collection: int) -> Findings:
        """What there is about what a saying is *asked* about, where all of *query* has *found* nothing better.

        Of several things it is about the first of which there is anything. Words that ask are in many questions: without what it is
        asked about there is nothing, however like some of them it is.
        """
        if not found.hits or (found.sure >= 1 and found.hits[0].role is not Role.NAME):
            return found
        query = query._replace(likely=asked.language, sure=True)
        if asked.by and (said := self._said_by(asked.by, query, found, most, collection)):
            return said
        if asked.only_by:
            return found
        for core, whole in self._cores_of(asked, query, collection):
            about = query.about(core)
            holding = self._holding(about, collection, named=asked.named)
            if whole and outcome(found) is Outcome.ANSWER and found.hits[0].quote_id in {hit.quote_id for hit in holding}:
                return found
            near = self.find(about, most, collection, asked=True) if whole else Findings()
            if not _is_about(near, about, asked):
                near = Findings()
            if outcome(near) is Outcome.ANSWER and near.hits[0].role < Role.ASK:
                return near
            if holding:
                # The one that all of the message is most like comes first.
                holding.sort(key=lambda hit: hit.quote_id != found.hits[0].quote_id)
                return Findings(interleaved([*holding, *near.hits], (), most), near.sure, rivalled=True, short=near.short, topical=True)
            if outcome(near) is not Outcome.NOTHING and not asked.verbatim:
                return near
        return found._replace(sure=0.0, topical=False)

    def _said_by(self, by: SaidBy, query: Query, found: Findings, most: int, collection: int) -> Findings | None:
        """What whoever is named has said, and about what is asked for, where all of *query* has *found* so much; None where it is nobody.

        Of somebody who has said nothing about it there is nothing.
        """
        query = query._replace(likely=by.language)
        names = self._names(by.who, query, collection)
        if not names:
            return found._replace(sure=0.0, topical=False, named=True) if by.surely else None
        if not by.about:
            return Findings(interleaved(names, (), most), rivalled=True, topical=True, named=True)
        about_it, others = self._told_by(names, by.about, query, collection)
        if about_it:
            return Findings(interleaved(about_it, (), most), 1.0, named=True)
        return Findings(interleaved(others, names, most), rivalled=True, topical=bool(others), named=True)

    def _names(self, who: str, query: Query, collection: int) -> list[Hit]:
        """What those have said who are named so in the language that *query* is likely in."""
        return [hit for hit in self._holding(query.about(who), collection, named=True) if hit.role is Role.NAME]

    def _told_by(self, names: list[Hit], about: str, query: Query, collection: int) -> tuple[list[Hit], list[Hit]]:
        """Of what those have said whose *names* were found: what is about something, and what comes near to it."""
        core, theirs = query.about(about), {hit.quote_id for hit in names}
        # By the name all that is theirs is found, whatever it is about.
        near = [hit for hit in self.find(core, _LOOKED_THROUGH, collection, asked=True).hits if hit.role is not Role.NAME]
        told = [*self._holding(core, collection, named=False), *(hit for hit in near[1:] if tells_of(hit, about, query.likely))]
        return [hit for hit in (*near[:1], *told) if hit.quote_id in theirs], [hit for hit in near if hit.quote_id in theirs]

    def _cores_of(self, asked: Wanted, query: Query, collection: int) -> Iterator[tuple[str, bool]]:
        """What a saying may be *asked* about, likeliest first, and whether that is all of a thing: of "ana tili" the last word may do."""
        parts = parts_of(asked.about, asked.language)
        whole = asked.about if has_han(asked.about) else " ".join(parts)
        yield from ((core, True) for core in dict.fromkeys([whole, *parts]))
        if meant := self.meant(query.about(whole), collection):
            yield meant.folded, True
        words = whole.split()
        if len(words) > 1 and len(parts) == 1:
            # Of a name the last word is as good as all of it.
            yield from ((core, asked.named) for core in (words[-1], words[0]) if len(core) >= _TELLING_LETTERS)

    def _holding(self, query: Query, collection: int, *, named: bool) -> list[Hit]:
        """The quotes that have all words of *query* in its language, in whatever form, best first; or those they *named* as its speaker."""
        words = query.folded.split()
        if query.likely is None:
            return []
        language, entries = query.likely, self.entries

        def told(positions: NDArray[np.intp]) -> NDArray[np.bool_]:
            return entries.are_words_in(language, positions, named=named) & entries.visible(positions, collection)

        # Without its ending a word is nearer to its other forms than to other words that end like it.
        readings = {query.folded, *chain.from_iterable(other_stems(word, language) for word in words)}
        readings |= {*(word[:-cut] for word in words for cut in _CUTS if len(word) - cut >= _LEAST_CUT)}
        positions = np.array(
            sorted({at for one in readings for at in self.index.candidates(one, told, quick=True).positions.tolist()}), np.intp
        )
        texts, roles = self.index.texts(positions), entries.roles(positions).tolist()
        found = []
        for owner, role, text in zip(entries.owners(positions), roles, texts, strict=True):
            score = 1.0 if all(word in text if has_han(word) else f" {word} " in f" {text} " for word in words) else _FORM_SCORE
            # Its own words before others', and the shorter; nobody sees what a saying is the equivalent of before it is opened.
            score += ROLE_STEP * (len(query.folded) / len(text) - role) - _UNSEEN * (role == Role.EQUIVALENT)
            hit = Hit(*entries.named(owner), language, Role(role), score, Way.TYPED, query.folded, text, score, 1.0)
            if tells_of(hit, query.folded, language):
                found.append(hit)
        return merged(query.likely, found)


def _is_about(found: Findings, about: Query, asked: Wanted) -> bool:
    """Whether the first that was *found* may be *about* what is *asked* about, or its core.

    By a name only where that may be one, by a sound of some length, and by all that a quote is asked for where an ask has the word.
    """
    if not found.hits:
        return False
    best, core = found.hits[0], about.folded
    if best.query in about.stems:
        return False  # what only begins like it is another word, and its forms are looked for apart
    if best.role is Role.NAME:
        # Of a few letters it is another's when one of them differs: "Мао" is not "Лао-цзы".
        return asked.named and (letters(core) >= _NAME_LETTERS or tells_of(best, core, asked.language))
    if best.way is Way.THEME:
        return any(hit.language is asked.language and tells_of(hit, core, asked.language) for hit in found.hits)
    # What only looks the same in another language is another word: "more" is the sea in Russian.
    return best.language is asked.language and (best.way not in _BY_SOUND or letters(core) >= _SOUND_LETTERS)
