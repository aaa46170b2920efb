"""How much one person and one chat may ask of the bot, so that nobody's flood is anybody else's wait."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

# Nothing is let in or kept out by the rounding of floating-point sums, in seconds.
_ROUNDING = 1e-6
# The second half of a group's budget is for people who have not used half of their own.
_HALF = 0.5


class Use(StrEnum):
    """What a budget is for."""

    QUESTION = "question"  # a message to the bot, or a pressed button
    SEARCH = "search"  # what is typed behind the bot's name in any chat
    SUGGESTION = "suggestion"  # what an editor will have to look at


class Admission(StrEnum):
    """What is to be done with what has come in."""

    YES = "yes"
    NOTICE = "notice"  # say once that it is too much
    NO = "no"  # be silent


@dataclass(frozen=True)
class Rate:
    """So many *at_once*, and from then on one every so many *seconds*."""

    at_once: int
    seconds: float


@dataclass(frozen=True)
class Rates:
    """What a person has alone with the bot, what they have in all groups together, and what a group has."""

    alone: Rate
    in_groups: Rate
    group: Rate


RATES: Mapping[Use, Rates] = {
    Use.QUESTION: Rates(
        # Telegram takes one message a second to a person: what came faster could not be answered. Twenty at once are ten suggestions
        # decided in /review, two presses each, as fast as one can press; and who takes a second for each press is never stopped.
        Rate(20, 1.0),
        # One person can use up half of what a group has at once, and three quarters of what it has after that.
        Rate(15, 4.0),
        # Telegram takes twenty messages a minute to a group: more would be let in only to be answered too late.
        Rate(30, 3.0),
    ),
    # A query comes with every letter somebody types, and they type on while it is answered. Telegram tells no chat of it.
    Use.SEARCH: Rates(Rate(60, 0.25), Rate(60, 0.25), Rate(60, 0.25)),
    # Reports, that is: of suggestions each day's quota stands in the store. Somebody who reads through a topic finds several mistakes.
    Use.SUGGESTION: Rates(Rate(10, 60.0), Rate(10, 60.0), Rate(20, 30.0)),
}


class _Buckets:
    """A bucket for each id, kept as the moment at which it will be full again: who is not here has a full one."""

    __slots__ = ("_full_at", "_most", "_noticed", "_rate", "_whole")

    def __init__(self, rate: Rate, most: int) -> None:
        self._rate = rate.seconds
        self._whole = rate.at_once * rate.seconds
        self._most = most
        self._full_at: dict[int, float] = {}
        self._noticed: set[int] = set()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, id_: int, now: float, share: float = 1.0) -> bool:
        """Take one from the first *share* of a bucket; whether there was one left."""
        full_at = self._full_at.get(id_, now)
        if full_at <= now:
            full_at = now
            self._noticed.discard(id_)
        if full_at + self._rate - now > self._whole * share + _ROUNDING:
            return False
        self._full_at[id_] = full_at + self._rate
        if len(self._full_at) > self._most:
            self._forget(now)
        return True

    def used(self, id_: int, now: float) -> float:
        """How much of a bucket is used, in the seconds until it is full again."""
        return max(self._full_at.get(id_, now) - now, 0.0)

    def is_half_used(self, id_: int, now: float) -> bool:
        """Whether more than half of a bucket is used."""
        return self.used(id_, now) > self._whole * _HALF + _ROUNDING

    def is_noticed(self, id_: int, now: float) -> bool:
        """Whether it has been said of a bucket that it is empty, and it has not been full since."""
        return id_ in self._noticed and self.used(id_, now) > 0

    def notice(self, id_: int, now: float) -> Admission:
        """What to do about an empty bucket: say so once."""
        if self.is_noticed(id_, now):
            return Admission.NO
        self._noticed.add(id_)
        return Admission.NOTICE

    def _forget(self, now: float) -> None:
        """Let go of the full ones; when that is not enough, of those nearest to it.

        Whoever comes with ever new ids has used little of each, and drives out their own.
        """
        kept = [(id_, at) for id_, at in self._full_at.items() if at > now]
        # Half of the room is made at once: sorting is not to be done for each that comes.
        self._full_at = dict(sorted(kept, key=itemgetter(1))[-(self._most // 2) :])
        self._noticed &= self._full_at.keys()


class Budgets:
    """The budgets of everybody, in the memory of one replica.

    Each person has one alone with the bot and another in all groups, so that what goes on in a group costs them nothing elsewhere. A group
    has its own, of which whoever has just asked much gets only the first half: however many flood it, who has asked little is heard.
    """

    def __init__(self, clock: Callable[[], float], rates: Mapping[Use, Rates] = RATES, most: int = 10_000) -> None:
        """Reckon by *clock*, which counts seconds and never goes back; remember at most *most* people or groups of a kind."""
        self._clock = clock
        self._alone = {use: _Buckets(each.alone, most) for use, each in rates.items()}
        self._in_groups = {use: _Buckets(each.in_groups, most) for use, each in rates.items()}
        self._groups = {use: _Buckets(each.group, most) for use, each in rates.items()}

    def __len__(self) -> int:
        """How many buckets are remembered."""
        return sum(len(buckets) for kind in (self._alone, self._in_groups, self._groups) for buckets in kind.values())

    def admit(self, use: Use, person_id: int, chat_id: int) -> Admission:
        """Whether to answer what a person wants in a chat, which is counted. A notice comes once, until what was overrun is full again.

        Who speaks as a group or a channel has its id as *person_id*: Telegram's own is the same for all who do. A search has that of the
        person as *chat_id*.
        """
        now = self._clock()
        admission = self._alone_admits(use, person_id, now) if chat_id > 0 else self._group_admits(use, person_id, chat_id, now)
        # There is no place to say it in while somebody types behind the bot's name: the next letter asks again.
        return Admission.NO if use is Use.SEARCH and admission is Admission.NOTICE else admission

    def recovers_in(self, use: Use, person_id: int, chat_id: int) -> int:
        """In how many seconds nothing of what somebody has in a chat will be used any longer; for the notice."""
        now = self._clock()
        if chat_id > 0:
            return math.ceil(self._alone[use].used(person_id, now))
        return math.ceil(max(self._in_groups[use].used(person_id, now), self._groups[use].used(chat_id, now)))

    def _alone_admits(self, use: Use, person_id: int, now: float) -> Admission:
        alone = self._alone[use]
        return Admission.YES if alone.take(person_id, now) else alone.notice(person_id, now)

    def _group_admits(self, use: Use, person_id: int, chat_id: int, now: float) -> Admission:
        own, groups = self._in_groups[use], self._groups[use]
        if not own.take(person_id, now):
            # Of a group that has been told already nobody needs to be told.
            return Admission.NO if groups.is_noticed(chat_id, now) else own.notice(person_id, now)
        # Taken of one's own even when the group's is used up: else one would become modest by asking in vain.
        share = _HALF if own.is_half_used(person_id, now) else 1.0
        return Admission.YES if groups.take(chat_id, now, share) else groups.notice(chat_id, now)
