"""Budgets: what one person or one group may ask, under a clock that is moved by hand."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.budgets import RATES, Admission, Budgets, Rate, Use

YES, NOTICE, NO = Admission.YES, Admission.NOTICE, Admission.NO
GROUP = -100
ALONE, IN_GROUPS, IN_ONE_GROUP = RATES[Use.QUESTION].alone, RATES[Use.QUESTION].in_groups, RATES[Use.QUESTION].group
# Some people, in private or in one of two groups, with pauses between that are nothing, short or long, in seconds.
PEOPLE, GROUPS = range(1, 5), (-101, -102)
PAUSES = st.one_of(st.just(0.0), st.floats(0, 0.5), st.floats(0, 100))
COMINGS = st.lists(st.tuples(PAUSES, st.sampled_from(PEOPLE), st.sampled_from((0, *GROUPS))), max_size=150)


class Seconds:
    """A clock that counts seconds, and stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 12_345.678

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    """A clock that stands still."""
    return Seconds()


@pytest.fixture
def budgets(seconds: Seconds) -> Budgets:
    """Budgets of which nothing is used."""
    return Budgets(seconds)


def asked(budgets: Budgets, person: int, chat: int, times: int, use: Use = Use.QUESTION) -> Counter[Admission]:
    """What becomes of so many questions at once."""
    return Counter(budgets.admit(use, person, chat) for _ in range(times))


def within(moments: list[float], rate: Rate) -> bool:
    """Whether no span of time, however long, holds more of *moments* than its burst and what has flowed in since."""
    return all(
        last - first + 1 <= rate.at_once + (moments[last] - moments[first]) / rate.seconds + 1e-3
        for first in range(len(moments))
        for last in range(first, len(moments))
    )


def test_over_the_budget_there_is_one_notice_and_then_silence(budgets: Budgets) -> None:
    answers = [budgets.admit(Use.QUESTION, 1, 1) for _ in range(1_000)]

    assert answers == [*[YES] * ALONE.at_once, NOTICE, *[NO] * (999 - ALONE.at_once)]


def test_after_a_pause_some_are_answered_again_and_only_a_full_budget_is_worth_another_notice(budgets: Budgets, seconds: Seconds) -> None:
    asked(budgets, 1, 1, 100)

    seconds.now += 5 * ALONE.seconds
    assert asked(budgets, 1, 1, 100) == {YES: 5, NO: 95}

    seconds.now += ALONE.at_once * ALONE.seconds
    assert asked(budgets, 1, 1, 100) == {YES: ALONE.at_once, NOTICE: 1, NO: 99 - ALONE.at_once}


def test_the_notice_can_say_how_long_it_takes(budgets: Budgets, seconds: Seconds) -> None:
    asked(budgets, 1, 1, ALONE.at_once)

    assert budgets.recovers_in(Use.QUESTION, 1, 1) == ALONE.at_once * ALONE.seconds
    seconds.now += budgets.recovers_in(Use.QUESTION, 1, 1)
    assert budgets.recovers_in(Use.QUESTION, 1, 1) == 0


def test_a_group_is_told_the_time_of_what_takes_longest(budgets: Budgets) -> None:
    for person in PEOPLE:
        asked(budgets, person, GROUP, 5)

    assert budgets.recovers_in(Use.QUESTION, 1, GROUP) == 20 * IN_ONE_GROUP.seconds
    assert budgets.recovers_in(Use.QUESTION, 1, -101) == 5 * IN_GROUPS.seconds


def test_an_editor_who_reviews_for_an_hour_is_never_stopped(budgets: Budgets, seconds: Seconds) -> None:
    """A press to decide and one for the next, on and on, with a hurry of a minute in between."""
    admissions = set()
    for number in range(3_000):
        seconds.now += 0.75 if 300 <= number < 370 else 1.2
        admissions.add(budgets.admit(Use.QUESTION, 1, 1))

    assert admissions == {YES}


def test_who_types_a_query_letter_by_letter_is_never_stopped_and_a_program_is_without_a_word(budgets: Budgets, seconds: Seconds) -> None:
    typed = []
    for number in range(300):
        # Ten letters a second, a word of ten letters, and a look at what was found.
        seconds.now += 0.1 if number % 10 else 3.0
        typed.append(budgets.admit(Use.SEARCH, 1, 1))

    assert set(typed) == {YES}
    assert asked(budgets, 2, 2, 1_000, Use.SEARCH) == {YES: 60, NO: 940}


def test_what_is_searched_suggested_and_asked_is_counted_apart(budgets: Budgets) -> None:
    asked(budgets, 1, 1, 1_000, Use.SEARCH)
    asked(budgets, 1, 1, 1_000, Use.SUGGESTION)

    assert budgets.admit(Use.QUESTION, 1, 1) is YES


def test_what_goes_on_in_a_group_costs_nobody_their_own_chat(budgets: Budgets) -> None:
    asked(budgets, 1, GROUP, 1_000)
    asked(budgets, 2, GROUP, 1_000)

    assert asked(budgets, 1, 1, ALONE.at_once) == {YES: ALONE.at_once}


def test_a_flood_in_private_costs_nobody_their_group(budgets: Budgets) -> None:
    asked(budgets, 1, 1, 1_000)

    assert budgets.admit(Use.QUESTION, 1, GROUP) is YES


def test_one_person_cannot_use_up_a_group(budgets: Budgets, seconds: Seconds) -> None:
    """However long they flood it, everybody else of it can still ask at once."""
    for _ in range(3_600):
        seconds.now += 1.0
        asked(budgets, 1, GROUP, 10)

    assert [budgets.admit(Use.QUESTION, person, GROUP) for person in range(2, 12)] == [YES] * 10


def test_one_person_who_floods_many_groups_has_one_budget_for_all(budgets: Budgets) -> None:
    admissions = [budgets.admit(Use.QUESTION, 1, -chat) for chat in range(1, 1_001)]

    assert Counter(admissions) == {YES: IN_GROUPS.at_once, NOTICE: 1, NO: 999 - IN_GROUPS.at_once}


@pytest.mark.parametrize("flooders", [2, 5, 20])
def test_however_many_flood_a_group_who_has_asked_little_is_heard(budgets: Budgets, seconds: Seconds, flooders: int) -> None:
    """The first minutes are theirs; then what flows in belongs to those who do not hammer at it."""
    for _ in range(15 * 60):
        seconds.now += 1.0
        for person in range(1_000, 1_000 + flooders):
            asked(budgets, person, GROUP, 5)

    assert [budgets.admit(Use.QUESTION, person, GROUP) for person in range(1, 11)] == [YES] * 10


def test_a_group_gets_one_notice_however_many_flood_it(budgets: Budgets) -> None:
    notices = Counter[int]()
    for _ in range(100):
        for person in range(1, 51):
            notices[person] += budgets.admit(Use.QUESTION, person, GROUP) is NOTICE

    assert notices.total() == 1


def test_a_person_who_has_overrun_is_told_once_and_the_group_is_not(budgets: Budgets) -> None:
    assert asked(budgets, 1, GROUP, 1_000) == {YES: IN_GROUPS.at_once, NOTICE: 1, NO: 999 - IN_GROUPS.at_once}
    assert budgets.admit(Use.QUESTION, 2, GROUP) is YES


def test_all_who_speak_as_one_group_share_a_budget_that_is_none_of_another_groups(budgets: Budgets) -> None:
    """They come with the id of the group as their own."""
    asked(budgets, GROUP, GROUP, 1_000)

    assert budgets.admit(Use.QUESTION, -101, -101) is YES
    assert budgets.admit(Use.QUESTION, 1, GROUP) is YES


def test_a_flood_of_one_chat_changes_nothing_for_another(budgets: Budgets, seconds: Seconds) -> None:
    """A thousand a second, in private and in a group, beside somebody who asks every other second."""
    admissions = []
    for number in range(20_000):
        seconds.now += 0.001
        budgets.admit(Use.QUESTION, 1, 1)
        budgets.admit(Use.QUESTION, 1, GROUP)
        if number % 2_000 == 0:
            admissions.append(budgets.admit(Use.QUESTION, 2, 2))

    assert admissions == [YES] * 10


def test_what_is_full_again_is_forgotten_and_memory_stays_bounded(seconds: Seconds) -> None:
    budgets = Budgets(seconds, most=100)
    for person in range(1, 10_001):
        seconds.now += 0.1
        budgets.admit(Use.QUESTION, person, person)

    assert len(budgets) <= 100


def test_who_floods_under_ever_new_ids_neither_fills_memory_nor_has_others_forgotten(seconds: Seconds) -> None:
    """A flooder stays known, and somebody who asks in quiet is answered."""
    budgets = Budgets(seconds, most=100)
    asked(budgets, 1, 1, 1_000)

    for person in range(1_000, 11_000):
        budgets.admit(Use.QUESTION, person, person)
        budgets.admit(Use.QUESTION, person, -person)

    assert len(budgets) <= 300
    assert asked(budgets, 1, 1, 10) == {NO: 10}
    assert budgets.admit(Use.QUESTION, 2, 2) is YES


@given(COMINGS)
def test_nobody_and_no_group_ever_gets_more_than_its_rate(comings: list[tuple[float, int, int]]) -> None:
    seconds = Seconds()
    budgets, admitted = Budgets(seconds), dict[tuple[str, int], list[float]]()
    for pause, person, group in comings:
        seconds.now += pause
        if budgets.admit(Use.QUESTION, person, group or person) is YES:
            for key in [("group", group), ("in groups", person)] if group else [("alone", person)]:
                admitted.setdefault(key, []).append(seconds.now)

    rates = {"alone": ALONE, "in groups": IN_GROUPS, "group": IN_ONE_GROUP}
    assert all(within(moments, rates[kind]) for (kind, _), moments in admitted.items())


@given(st.lists(PAUSES, max_size=200))
def test_between_two_notices_the_budget_has_been_full(pauses: list[float]) -> None:
    """And who is refused has always been told so."""
    seconds = Seconds()
    budgets, told = Budgets(seconds), False
    for pause in pauses:
        seconds.now += pause
        full = budgets.recovers_in(Use.QUESTION, 1, 1) == 0
        admission = budgets.admit(Use.QUESTION, 1, 1)
        told = told and not full

        assert not (told and admission is NOTICE)
        assert told or admission is not NO
        told = told or admission is NOTICE


@given(COMINGS, st.sampled_from(PEOPLE), st.sampled_from((0, *GROUPS)))
def test_after_the_time_that_is_told_a_person_has_all_again(comings: list[tuple[float, int, int]], person: int, group: int) -> None:
    seconds = Seconds()
    budgets = Budgets(seconds)
    for pause, one, other in comings:
        seconds.now += pause
        budgets.admit(Use.QUESTION, one, other or one)

    seconds.now += budgets.recovers_in(Use.QUESTION, person, group or person)

    most = IN_GROUPS.at_once if group else ALONE.at_once
    assert asked(budgets, person, group or person, most) == {YES: most}
