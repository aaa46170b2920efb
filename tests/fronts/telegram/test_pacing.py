"""Turns to send: never more than Telegram takes, even for what nobody waits for, and at once for what somebody does."""

import asyncio
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from bot_api.floods import most_within

from bot.errors import TryLater
from bot.fronts.telegram.pacing import Limits, Pacer

# As much as a busy machine makes a turn come late.
LATE = 0.1
LIMITS = Limits()


async def taken(pacer: Pacer, chat_id: int | None, *, urgent: bool = False, patience: float = 20.0) -> float:
    """When a turn has come."""
    await pacer.turn(chat_id, urgent=urgent, patience=patience)
    return time.monotonic()


async def broadcast(pacer: Pacer, chats: Iterable[int]) -> list[float]:
    """When the turn of each of *chats* has come, one after the other."""
    return [await taken(pacer, chat) for chat in chats]


async def test_people_who_wait_go_first_a_few_of_them_at_once_and_a_broadcast_behind_them() -> None:
    """Counted together: whatever the mixture, no second holds more than thirty."""
    pacer = Pacer(LIMITS)
    started = time.monotonic()

    sending = asyncio.create_task(broadcast(pacer, range(2001, 2011)))
    urgent = await asyncio.gather(*(taken(pacer, person, urgent=True) for person in range(3001, 3041)))
    unasked = await sending

    assert 28 <= most_within(sorted([*urgent, *unasked]), 1.0) <= 30
    # One of the broadcast may have been ahead of them all.
    assert sorted(urgent)[3] - started < LATE
    assert max(urgent) - started == pytest.approx(36 / 29.5, abs=LATE)
    assert sorted(unasked)[1] > max(urgent)
    assert max(unasked) - started < 50 / 29.5 + LATE


async def test_a_broadcast_goes_at_an_even_pace() -> None:
    pacer = Pacer(LIMITS)

    times = await broadcast(pacer, range(2001, 2037))

    steps = [later - earlier for earlier, later in pairwise(times)]
    assert most_within(times, 1.0) <= 30
    assert times[-1] - times[0] == pytest.approx(35 / 29.5, abs=LATE)
    assert min(steps) > 0.015


async def test_a_reply_does_not_wait_for_a_running_broadcast_where_there_is_room() -> None:
    pacer = Pacer(Limits(a_second=30))
    sending = asyncio.create_task(broadcast(pacer, range(2001, 2019)))

    waits = []
    for person in range(3001, 3006):
        await asyncio.sleep(0.1)
        asked = time.monotonic()
        waits.append(await taken(pacer, person, urgent=True) - asked)
    await sending

    assert max(waits) < 0.1


async def test_a_reply_beside_a_broadcast_that_fills_the_second_waits_for_one_place_at_most() -> None:
    pacer = Pacer(LIMITS)
    sending = asyncio.create_task(broadcast(pacer, range(2001, 2061)))
    await asyncio.sleep(1.1)

    asked = time.monotonic()
    waits = [await taken(pacer, person, urgent=True) - asked for person in range(3001, 3005)]
    sending.cancel()

    # The places that become free go to whoever waits, one after the other.
    assert max(waits) < 4 / 29.5 + LATE


async def test_after_a_refusal_nothing_goes_and_then_all_goes_evenly() -> None:
    """Also what people wait for: it was a second that held too much that was refused."""
    pacer = Pacer(LIMITS)
    await taken(pacer, 2001)
    frozen = time.monotonic()
    pacer.freeze(0.4)

    urgent = [taken(pacer, person, urgent=True) for person in range(3001, 3011)]
    unasked = [taken(pacer, person) for person in range(2002, 2012)]
    times = sorted(await asyncio.gather(*urgent, *unasked))

    assert times[0] - frozen >= 0.4
    assert times[0] - frozen < 0.4 + LATE
    assert times[-1] - times[0] == pytest.approx(19 / 29.5, abs=LATE)
    assert max(sum(at <= other < at + 0.1 for other in times) for at in times) <= 5


async def test_a_longer_refusal_outlasts_a_shorter_one() -> None:
    pacer = Pacer(LIMITS)
    frozen = time.monotonic()
    pacer.freeze(0.3)
    pacer.freeze(0.1)

    assert await taken(pacer, 2001, urgent=True) - frozen >= 0.3


async def test_who_has_less_patience_than_a_refusal_takes_is_told_when() -> None:
    pacer = Pacer(LIMITS)
    pacer.freeze(5)

    for urgent in (True, False):
        with pytest.raises(TryLater) as caught:
            await taken(pacer, 2001, urgent=urgent, patience=1.0)
        assert caught.value.after == pytest.approx(5, abs=LATE)
    assert pacer.wait(2001) == pytest.approx(5, abs=LATE)


async def test_a_person_gets_one_message_at_a_time_and_others_do_not_wait_for_them() -> None:
    pacer = Pacer(Limits(private_seconds=0.3))
    first = await taken(pacer, 2001, urgent=True)

    same, other = await asyncio.gather(taken(pacer, 2001, urgent=True), taken(pacer, 2002, urgent=True))

    assert 0.3 <= same - first < 0.35 + LATE
    assert other - first < LATE


async def test_a_group_gets_twenty_a_minute() -> None:
    pacer = Pacer(LIMITS)
    await asyncio.gather(*(taken(pacer, -2001, urgent=True) for _ in range(20)))

    with pytest.raises(TryLater) as caught:
        await taken(pacer, -2001, urgent=True, patience=30.0)

    assert caught.value.after == pytest.approx(60, abs=1)
    assert await taken(pacer, -2002, urgent=True) <= time.monotonic()


async def test_inline_messages_count_and_wait_for_no_chat() -> None:
    """They may stand in any chat, which the bot does not see."""
    pacer = Pacer(Limits(a_second=5))
    started = time.monotonic()

    times = [await taken(pacer, None, urgent=True) for _ in range(6)]

    assert times[4] - started < LATE
    assert times[5] - times[0] >= 1.0


async def test_a_group_is_paced_after_its_first_minute_as_within_it() -> None:
    now = [0.0]
    pacer = Pacer(LIMITS, clock=lambda: now[0])
    for _ in range(25):
        await pacer.turn(-1001, urgent=False, patience=60.0)
        now[0] += 5.0  # so that all may go at once

    # Those of the last minute and these are twenty.
    for _ in range(9):
        await pacer.turn(-1001, urgent=False, patience=60.0)
        now[0] += 0.5

    assert pacer.wait(-1001) > 0
