"""What came of the questions of a soak test: answered once, or lost or doubled for a reason that was given to it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot_api.errors import Refused
from bot_api.faults import Cut, Fail, FailWithHtml
from bot_api.journal import Call
from soak_people import Question

_ANSWERS = frozenset(("sendMessage", "editMessageText", "answerInlineQuery"))
_TOO_MANY = 429
# Telegram's pause between messages to a person, with some room, in seconds: whoever asks sooner waits for it.
_PACE = 3.0
# How long one refusal holds everybody up.
_FREEZE = 2.5
# A request that a process had written when it was killed reaches the server's journal so much later, in seconds; no other process can
# have begun by then.
_IN_FLIGHT = 0.25
# Trouble so long before or after a question that nothing explains is told with it, in seconds.
_NEARBY = 10.0
# The weight of an answer with the right words, of any saying, and of a question whose loss nothing explains: that one has been answered.
# What is drawn is never what was said just before: that is an answer given again.
_RIGHT, _ANY, _NO_EXCUSE, _CARRIED_OUT, _REPEATED = 8, 4, 2, 1, -1


# How far updates have come, by their numbers.
Rows = dict[int, str]


@dataclass(frozen=True)
class End:
    """The end of a process at a moment, by *how*, and how far updates had come then, by their numbers."""

    at: float
    how: str
    rows: Rows


@dataclass
class Troubles:
    """What was done to the bot, in seconds of the clock of the test: ends of processes, locks, and times that were not calm."""

    ends: list[End] = field(default_factory=list)
    locks: list[tuple[float, float]] = field(default_factory=list)
    rough: list[tuple[float, float]] = field(default_factory=list)
    codes: list[int | None] = field(default_factory=list)

    def is_rough(self, begin: float, end: float) -> bool:
        """Whether something was wrong between two moments."""
        return any(began < end and begin < over for began, over in self.rough)


@dataclass
class Account:
    """Questions by what came of them; the causes of losses and doublings; what nothing explains; and seconds to an answer in calm times."""

    asked: int = 0
    once: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    doubled: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)


def happened(call: Call) -> bool:
    """Whether a call was carried out: then somebody has seen its answer."""
    return call.fault is None or isinstance(call.fault, Cut)


def status_of(call: Call) -> int:
    """The status that a call was made to fail with; 0 when it was not."""
    match call.fault:
        case Fail(Refused() as refusal):
            return int(refusal.error_code)
        case FailWithHtml(status):
            return status
    return 0


class Accountant:
    """Goes through a journal."""

    def __init__(self, calls: Sequence[Call], troubles: Troubles, is_saying: Callable[[str], bool]) -> None:
        self._calls = [call for call in calls if call.method in _ANSWERS]
        self._troubles = troubles
        self._is_saying = is_saying
        self._refused = [(call.arrived, call.arrived + _FREEZE) for call in self._calls if status_of(call) == _TOO_MANY]
        self._account = Account()
        # Calls that say what the one before them in their chat has said.
        self._repeats: set[int] = set()
        # When each question was answered first, by its number.
        self._answered_at: dict[int, float] = {}

    def account(self, questions: Sequence[Question]) -> Account:
        """What came of all *questions*."""
        self._account.asked = len(questions)
        by_key, in_lanes = self._sorted()
        unkeyed: defaultdict[int, list[Question]] = defaultdict(list)
        for question in questions:
            if question.key is None:
                unkeyed[question.lane].append(question)
            else:
                # An answer to what is typed inline goes to no chat.
                lane = 0 if question.method == "answerInlineQuery" else question.lane
                self._settle(question, by_key.pop((question.method, lane, question.key), []))
        for lane in unkeyed.keys() | in_lanes.keys():
            self._align(unkeyed[lane], in_lanes[lane])
        for strange in by_key.values():
            self._account.unexplained += [f"nobody asked for {_seen(call)}" for call in strange if happened(call)]
        self._check_order(questions)
        self._gather_calm(questions)
        return self._account

    def _sorted(self) -> tuple[dict[tuple[str, int, object], list[Call]], defaultdict[int, list[Call]]]:
        """Calls by what they answer, and those of which only the order in their chat tells."""
        by_key: defaultdict[tuple[str, int, object], list[Call]] = defaultdict(list)
        in_lanes: defaultdict[int, list[Call]] = defaultdict(list)
        for call in self._calls:
            if call.method == "answerInlineQuery":
                by_key[call.method, 0, str(call["inline_query_id"])].append(call)
            elif call.method == "editMessageText":
                by_key[call.method, call["chat_id"], call["message_id"]].append(call)
            elif "reply_parameters" in call:
                by_key[call.method, call["chat_id"], call["reply_parameters"]["message_id"]].append(call)
            else:
                in_lanes[call["chat_id"]].append(call)
        return by_key, in_lanes

    def _settle(self, question: Question, calls: Sequence[Call]) -> None:
        """Count one question that *calls* answer, or tried to."""
        good = [call for call in calls if happened(call)]
        if good:
            self._answered_at[question.update_id] = good[0].arrived
            if not self._fits(question, good[0]):
                self._account.unexplained.append(f"a wrong answer {_seen(good[0])} to {question}")
        if len(good) == 1:
            self._account.once += 1
        elif good:
            self._explain(self._account.doubled, question, self._why_doubled(question, good), good)
        else:
            self._explain(self._account.lost, question, self._why_lost(question, calls), calls)

    def _explain(self, causes: Counter[str], question: Question, cause: str, calls: Sequence[Call]) -> None:
        if cause:
            causes[cause] += 1
        else:
            what = "doubled" if causes is self._account.doubled else "lost"
            told = f"{what}: {question}; calls: {[_seen(call) for call in calls]}; {self._nearby(question, calls)}"
            self._account.unexplained.append(told)

    def _nearby(self, question: Question, calls: Sequence[Call]) -> str:
        """The trouble around a question and the *calls* that answer it, for whoever looks into it."""
        begin, end = question.asked - _NEARBY, max([question.asked, *(call.arrived for call in calls)]) + _NEARBY
        told = [f"locked {began:.3f} to {over:.3f}" for began, over in self._troubles.locks if began < end and begin < over]
        ends = [one for one in self._troubles.ends if begin < one.at < end]
        told += [f"{one.how} at {one.at:.3f}, then {one.rows.get(question.update_id, 'not there')!r}" for one in ends]
        return "; ".join(told) or "no trouble nearby"

    def _why_lost(self, question: Question, calls: Sequence[Call]) -> str:
        for call in calls:
            if status_of(call) >= 500:
                return f"{status_of(call)}: nobody knows whether it was sent"
        if sum(status_of(call) == _TOO_MANY for call in calls) >= 3:
            return "refused three times with 429"
        return self._excuse(question)

    def _excuse(self, question: Question) -> str:
        """The end of a process in which the answer to *question* was under way; "" when there was none."""
        for end in self._troubles.ends:
            if end.rows.get(question.update_id) == "answering":
                return f"{end.how} with its answer under way"
        return ""

    def _why_doubled(self, question: Question, calls: Sequence[Call]) -> str:
        """Why several *calls*, in their order, answer one question or tried to; "" when nothing explains it."""
        if question.method == "answerInlineQuery" and any(isinstance(call.fault, Cut) for call in calls):
            return "cut while an inline query was answered: asked again"
        for end in self._troubles.ends:
            if end.at < question.asked or not calls[0].arrived - _IN_FLIGHT <= end.at <= calls[-1].arrived:
                continue
            state = end.rows.get(question.update_id, "not there")
            if state == "taken" and question.method == "answerInlineQuery":
                return f"{end.how} behind the answer to an inline query"
            if state in {"open", "taken", "not there"} and self._was_locked(calls[0].arrived - _IN_FLIGHT, end.at):
                return f"{end.how} while the database was locked and the answer could not be noted"
        return ""

    def _was_locked(self, begin: float, end: float) -> bool:
        return any(began < end and begin < over + 1 for began, over in self._troubles.locks)

    def _fits(self, question: Question, call: Call) -> bool:
        if question.method == "answerInlineQuery":
            return not question.words or any(result["id"].endswith(f":{question.words}") for result in call["results"])
        text = call["text"]
        return self._is_saying(text) if question.words is None else question.words in text

    def _align(self, questions: Sequence[Question], calls: Sequence[Call]) -> None:
        """Find which of *calls* answer which *questions* where only order and words tell, and count them."""
        tried = [call for call in calls if status_of(call) != _TOO_MANY]
        self._repeats |= {id(call) for before, call in pairwise(tried) if call["text"] == before["text"]}
        pairs = dict(self._best(questions, tried))
        left = [call for place, call in enumerate(tried) if place not in pairs.values()]
        again: defaultdict[int, list[Call]] = defaultdict(list)
        # First those whose doubling something explains: the same saying may have been asked for twice, too.
        for is_again in (self._is_explained, self._is_the_same):
            for place, answer in pairs.items():
                found = [call for call in left if is_again(questions[place], tried[answer], call)]
                left = [call for call in left if call not in found]
                again[place] += found
        lost: list[Question] = []
        for place, question in enumerate(questions):
            if place in pairs:
                self._settle(question, sorted([tried[pairs[place]], *again[place]], key=lambda call: call.arrived))
            else:
                lost.append(question)
        for question in lost:
            late = next((call for call in left if call.arrived >= question.asked and self._fits(question, call)), None)
            if late:
                left.remove(late)
                self._account.disorder.append(f"{_seen(late)} in another place than {question}")
                self._settle(question, [late])
            else:
                refused = [call for call in calls if status_of(call) == _TOO_MANY and self._fits(question, call)]
                self._settle(question, refused)
        self._account.unexplained += [f"nobody asked for {_seen(call)}" for call in left]

    def _is_explained(self, question: Question, answer: Call, call: Call) -> bool:
        """Whether a *call* nobody else asked for tries to answer *question* once more, and something explains that."""
        fits = call.arrived >= question.asked and self._fits(question, call)
        return fits and bool(self._why_doubled(question, sorted((answer, call), key=lambda one: one.arrived)))

    def _is_the_same(self, question: Question, answer: Call, call: Call) -> bool:
        """Whether a *call* answers *question* once more by its words; sayings that are drawn look alike."""
        fits = call.arrived >= question.asked and question.words is not None and self._fits(question, call)
        return fits and happened(answer) and happened(call)

    def _best(self, questions: Sequence[Question], calls: Sequence[Call]) -> list[tuple[int, int]]:
        """The pairs of places, both ascending, that fit best: the longest common subsequence, by weight."""
        worth = [[0] * (len(calls) + 1) for _ in range(len(questions) + 1)]
        for q in reversed(range(len(questions))):
            for c in reversed(range(len(calls))):
                weight = self._weight(questions[q], calls[c])
                taken = weight + worth[q + 1][c + 1] if weight else 0
                worth[q][c] = max(taken, worth[q + 1][c], worth[q][c + 1])
        pairs, q, c = [], 0, 0
        while q < len(questions) and c < len(calls):
            weight = self._weight(questions[q], calls[c])
            # Of equal ways the one by the earliest call: the same saying may be asked for again.
            if weight and worth[q][c] == weight + worth[q + 1][c + 1]:
                pairs.append((q, c))
                q, c = q + 1, c + 1
            elif worth[q][c] == worth[q + 1][c]:
                q += 1
            else:
                c += 1
        return pairs

    def _weight(self, question: Question, call: Call) -> int:
        if call.arrived < question.asked or not self._fits(question, call):
            return 0
        right = _RIGHT
        if question.words is None:
            right = _ANY + _REPEATED * (id(call) in self._repeats)
        return right + (0 if self._excuse(question) else _NO_EXCUSE) + (_CARRIED_OUT if happened(call) else 0)

    def _check_order(self, questions: Sequence[Question]) -> None:
        last: dict[int, Question] = {}
        for question in sorted(questions, key=lambda one: one.update_id):
            if question.update_id in self._answered_at:
                before = last.get(question.lane)
                if before and self._answered_at[before.update_id] > self._answered_at[question.update_id]:
                    self._account.disorder.append(f"{question} was answered before {before}; {self._nearby(before, ())}")
                last[question.lane] = question

    def _gather_calm(self, questions: Sequence[Question]) -> None:
        """The seconds to an answer where nothing was wrong and nobody was too fast for Telegram."""
        before: dict[int, float] = {}
        for question in questions:
            asked, answered = question.asked, self._answered_at.get(question.update_id)
            hurried = asked - before.get(question.lane, -_PACE) < _PACE
            before[question.lane] = asked
            if answered is None or hurried or self._troubles.is_rough(asked - 1, answered):
                continue
            if not any(began < answered and asked < over for began, over in self._refused):
                self._account.calm.append(answered - asked)


def _seen(call: Call) -> str:
    """A call, briefly."""
    words = str(call.fields.get("text", call.fields.get("inline_query_id", "")))[:60]
    return f"{call.method} at {call.arrived:.3f} to {call.fields.get('chat_id')} {status_of(call) or call.fault or 'well'}: {words!r}"
