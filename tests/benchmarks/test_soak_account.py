"""The account of a soak test: what it lets pass for explained, and what not."""

from typing import Any

import pytest
from bot_api.errors import Refused, too_many_requests
from bot_api.faults import Cut, Fail, FailWithHtml, Fault
from bot_api.journal import Call
from soak_account import Account, Accountant, End, Rows, Troubles
from soak_people import Question

CHAT = 10_001
SAYINGS = ("one flower", "a hundred flowers")


def asked(number: int, at: float, words: str | None = "help") -> Question:
    """Question *number*, typed in a private chat."""
    return Question(number, CHAT, "sendMessage", at, words=words)


def typed(number: int, at: float, words: str = "") -> Question:
    """Question *number*, typed behind the bot's name."""
    return Question(number, CHAT, "answerInlineQuery", at, key=f"q{number}", words=words)


def sent(at: float, text: str = "help", fault: Fault | None = None) -> Call:
    """A message to that chat."""
    return Call("sendMessage", {"chat_id": CHAT, "text": text}, at, at, fault)


def offered(number: int, at: float, fault: Fault | None = None, **fields: Any) -> Call:
    """An answer to what was typed behind the bot's name."""
    return Call("answerInlineQuery", {"inline_query_id": f"q{number}", "results": [], **fields}, at, at, fault)


def account(questions: list[Question], calls: list[Call], *ends: End, locks: list[tuple[float, float]] | None = None) -> Account:
    """What came of *questions* by a journal of *calls*."""
    troubles = Troubles(ends=[*ends], locks=locks or [])
    return Accountant(calls, troubles, lambda text: text in SAYINGS).account(questions)


def killed(at: float, rows: Rows | None = None) -> End:
    """A process was killed, with these updates in its table."""
    return End(at, "killed", rows or {})


def test_each_answered_once_is_all_there_is_to_say() -> None:
    found = account([asked(1, 0.0), asked(2, 5.0, "about"), typed(3, 10.0)], [sent(0.1), sent(5.1, "about"), offered(3, 10.1)])

    assert found == Account(asked=3, once=3, calm=pytest.approx([0.1, 0.1, 0.1]))


@pytest.mark.parametrize("fault", [Fail(Refused(500, "restart")), FailWithHtml(502), FailWithHtml(504)])
def test_nobody_knows_what_became_of_a_message_that_met_a_server_error(fault: Fault) -> None:
    found = account([asked(1, 0.0)], [sent(0.1, fault=fault)])

    assert sum(found.lost.values()) == 1
    assert not found.unexplained


def test_a_cut_after_the_message_was_carried_out_is_an_answer() -> None:
    assert account([asked(1, 0.0)], [sent(0.1, fault=Cut())]).once == 1


@pytest.mark.parametrize(("refusals", "explained"), [(3, True), (2, False)])
def test_refused_three_times_is_a_reason_to_be_lost(refusals: int, explained: bool) -> None:
    calls = [sent(number, fault=Fail(too_many_requests(1))) for number in range(refusals)]

    found = account([asked(1, 0.0)], calls)

    assert (sum(found.lost.values()), len(found.unexplained)) == ((1, 0) if explained else (0, 1))


def test_a_question_without_an_answer_is_explained_by_an_end_that_had_it_under_way_and_by_no_other() -> None:
    assert account([asked(1, 0.0)], [], killed(0.1, {1: "answering"})).lost
    for rows in ({1: "open"}, {1: "done"}, {2: "answering"}, {}):
        assert len(account([asked(1, 0.0)], [], killed(0.1, rows)).unexplained) == 1


def test_a_second_answer_needs_a_kill_behind_a_lock_between_the_two() -> None:
    """While the database was locked nobody could note that the first was on its way."""
    twice, end, lock = [sent(1.0), sent(5.0)], killed(2.0, {1: "open"}), [(0.5, 1.5)]

    assert account([asked(1, 0.9)], twice, end, locks=lock).doubled
    for ends, locks in (([end], []), ([], lock), ([killed(6.0, end.rows)], lock), ([killed(2.0, {1: "done"})], lock), ([end], [(3, 4)])):
        found = account([asked(1, 0.9)], twice, *ends, locks=locks)
        assert not found.doubled
        assert len(found.unexplained) == 1


def test_what_was_under_way_when_the_process_was_killed_may_arrive_a_moment_later() -> None:
    for late, explained in ((0.2, True), (0.4, False)):
        found = account([asked(1, 0.9)], [sent(2.0 + late), sent(5.0)], killed(2.0, {1: "open"}), locks=[(0.5, 2.0)])
        assert bool(found.doubled) is explained


def test_an_end_before_the_question_was_asked_excuses_nothing() -> None:
    found = account([asked(1, 2.1)], [sent(2.2), sent(5.0)], killed(2.0, {1: "not there"}), locks=[(0.5, 2.0)])

    assert not found.doubled
    assert found.unexplained


def test_an_inline_query_may_be_asked_again_where_its_answer_was_cut() -> None:
    twice = [offered(1, 0.1), offered(1, 0.5)]

    assert account([typed(1, 0.0)], [offered(1, 0.1, Cut()), twice[1]]).doubled
    assert account([typed(1, 0.0)], twice).unexplained
    assert account([typed(1, 0.0)], twice, killed(0.3, {1: "taken"})).doubled


def test_what_nobody_asked_for_and_what_does_not_fit_is_told() -> None:
    assert account([], [sent(0.1)]).unexplained
    assert account([], [offered(1, 0.1)]).unexplained
    assert account([asked(1, 0.0, "about")], [sent(0.1, "help")]).unexplained
    assert account([asked(1, 0.5)], [sent(0.1)]).unexplained  # it came before the question


def test_any_saying_will_do_where_one_is_drawn_and_nothing_else() -> None:
    drawn = [asked(1, 0.0, None), asked(2, 1.0, None)]

    assert account(drawn, [sent(0.1, SAYINGS[0]), sent(1.1, SAYINGS[1])]).once == 2
    assert account(drawn, [sent(0.1, SAYINGS[0]), sent(1.1, "sorry")]).unexplained


def test_an_answer_in_another_place_than_its_question_is_out_of_order() -> None:
    found = account([asked(1, 0.0, "help"), asked(2, 0.1, "about")], [sent(1.0, "about"), sent(1.1, "help")])

    assert (found.once, len(found.disorder)) == (2, 2)
    assert not found.unexplained
