"""What machines are told of the bot, over real HTTP."""

import asyncio
import logging
import math
import re
import shutil
import socket
import time
import timeit
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import StartError
from bot.fronts.telegram.handlers import ALLOWED_UPDATES
from bot.fronts.telegram.metrics import Failure, Metrics, Reading, failure_of
from bot.fronts.telegram.monitoring import Check, LoopLag, MonitoringServer
from bot.services.answers import WordsOnly
from bot.store.engine import Database
from bot.text.language import Language

TOKEN = "123456789:AAgeheim-token_geheim_geheim"
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


class Told(NamedTuple):
    """An HTTP answer."""

    status: int
    type: str
    body: str


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@asynccontextmanager
async def monitored(metrics: Metrics | None = None, checks: Mapping[str, Check] | None = None) -> AsyncIterator[str]:
    """The address of a server of *metrics* and *checks*."""
    port = free_port()
    async with MonitoringServer("127.0.0.1", port, metrics or Metrics(), checks or {}):
        yield f"http://127.0.0.1:{port}"


async def told(url: str, method: str = "GET") -> Told:
    """What the server answers at *url*."""
    async with ClientSession() as session, session.request(method, url) as response:
        return Told(response.status, response.content_type, await response.text())


async def figures(metrics: Metrics) -> dict[str, float]:
    """Each figure of a page by its name and labels, such as `updates_total{kind="message"}`."""
    return {
        sample.name.removeprefix("hundred_flowers_") + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families((await metrics.page()).decode())
        for sample in family.samples
    }


async def well() -> bool:
    """Nothing is wrong."""
    return True


async def ill() -> bool:
    """Something is wrong."""
    return False


async def hanging() -> bool:
    """Nobody knows for a long time."""
    await asyncio.sleep(60)
    return True


async def broken() -> bool:
    """Looking fails."""
    raise OSError("no route to a host that is nobody's business")


async def test_a_bot_that_is_well_says_ok() -> None:
    async with monitored(checks={"database": well, "polling": well}) as address:
        assert await told(f"{address}/healthz") == Told(200, "text/plain", "ok")


async def test_each_failed_check_is_named_with_one_word() -> None:
    """All within little more than the second that one may take."""
    async with monitored(checks={"database": hanging, "polling": ill, "store": broken, "loop": well}) as address:
        started = time.monotonic()
        answer = await told(f"{address}/healthz")
        took = time.monotonic() - started

    assert answer == Told(503, "application/json", '{"database": "slow", "polling": "no", "store": "error"}')
    assert took < 3


async def test_a_change_of_health_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    checks = {"polling": ill}
    with caplog.at_level(logging.WARNING, "bot.fronts.telegram.monitoring"):
        async with monitored(checks=checks) as address:
            await told(f"{address}/healthz")
            await told(f"{address}/healthz")
            checks["polling"] = well
            await told(f"{address}/healthz")

    assert [record.getMessage() for record in caplog.records] == ["health changed failed=polling:no", "health changed failed=none"]


async def test_a_database_that_answers_is_well(database_url: str) -> None:
    async with Database(database_url) as database, monitored(checks={"database": database.answers}) as address:
        # To connect for the first time takes a busy machine more than the second that a check may take.
        assert await database.answers()
        assert (await told(f"{address}/healthz")).status == 200


@pytest.mark.parametrize("in_its_place", [False, True])
async def test_a_database_whose_file_is_gone_is_not_well(tmp_path: Path, in_its_place: bool) -> None:
    """What is open goes on answering and takes what is written, and all of it is gone with the process."""
    file = tmp_path / "quotes.db"
    async with Database(f"sqlite:///{file}") as database, monitored(checks={"database": database.answers}) as address:
        assert (await told(f"{address}/healthz")).status == 200
        other = shutil.copy(file, tmp_path / "other.db")
        if in_its_place:
            file.rename(tmp_path / "old.db")
            other.rename(file)
        else:
            file.unlink()
        answer = await told(f"{address}/healthz")

    assert answer == Told(503, "application/json", '{"database": "no"}')


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/metrics/"), ("GET", "/healthz/x"), ("POST", "/metrics"), ("PUT", "/")]
)
async def test_anything_else_is_not_found(method: str, path: str) -> None:
    async with monitored() as address:
        assert (await told(address + path, method)).status == 404


async def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError) as caught:
            async with MonitoringServer("127.0.0.1", port, Metrics(), {}):
                pass

    assert str(caught.value) == f"cannot listen for monitoring on 127.0.0.1:{port}: Address already in use"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
async def test_a_host_that_is_not_this_machines_is_said_in_one_sentence(host: str) -> None:
    with pytest.raises(StartError, match=rf"^cannot listen for monitoring on {re.escape(host)}:8081: [^\n]+$"):
        async with MonitoringServer(host, 8081, Metrics(), {}):
            pass


async def test_the_port_is_free_again_afterwards() -> None:
    port = free_port()
    for _ in range(2):
        async with MonitoringServer("127.0.0.1", port, Metrics(), {}):
            assert (await told(f"http://127.0.0.1:{port}/healthz")).body == "ok"


async def test_metrics_are_served_as_prometheus_reads_them() -> None:
    metrics = Metrics()
    metrics.received("message")
    async with monitored(metrics) as address:
        answer = await told(f"{address}/metrics")

    families = {family.name: family for family in text_string_to_metric_families(answer.body)}
    assert (answer.status, answer.type) == (200, "text/plain")
    assert families["hundred_flowers_updates"].documentation == "Updates received"
    assert "process_resident_memory_bytes" in families


async def test_updates_are_counted_by_kind() -> None:
    metrics = Metrics()
    for kind in (*ALLOWED_UPDATES, "message", "a_kind_of_next_year"):
        metrics.received(kind)
    metrics.set_aside()

    counted = await figures(metrics)

    assert {kind: counted[f"updates_total[{kind}]"] for kind in ALLOWED_UPDATES} == {
        kind: 1 + (kind == "message") for kind in ALLOWED_UPDATES
    }
    assert counted["updates_total[other]"] == 1
    assert counted["updates_set_aside_total"] == 1


async def test_answers_are_counted_by_kind_and_language_and_timed() -> None:
    metrics = Metrics()
    metrics.answered(WordsOnly(Language.KK), 0.0015)
    metrics.answered(WordsOnly(Language.KK), 0.3)
    metrics.answered(WordsOnly(Language.ZH), 7.0)

    counted = await figures(metrics)

    assert counted["answers_total[WordsOnly][kk]"] == 2
    assert counted["answers_total[WordsOnly][zh]"] == 1
    assert [counted[f"answer_seconds_bucket[{bound}]"] for bound in ("0.001", "0.002", "0.5", "5.0", "+Inf")] == [0, 1, 2, 2, 3]
    assert counted["answer_seconds_sum"] == pytest.approx(7.3015)


async def test_requests_are_counted_by_method_and_failures_by_kind() -> None:
    metrics = Metrics()
    metrics.requested(URL, 0.25, 200)
    metrics.requested(URL, 0.75, 429)
    metrics.requested(URL.replace("sendMessage", "getUpdates"), 30.0, TimedOut())

    counted = await figures(metrics)

    assert counted["telegram_request_seconds_count[sendMessage]"] == 2
    assert counted["telegram_request_seconds_sum[sendMessage]"] == 1
    assert counted["telegram_request_seconds_count[getUpdates]"] == 1
    failures = {name: value for name, value in counted.items() if name.startswith("telegram_failures")}
    assert failures == {f"telegram_failures_total[{failure}]": failure in {"too_many_requests", "timed_out"} for failure in Failure}


@pytest.mark.parametrize(
    "url", [f"https://api.telegram.org/bot{TOKEN}", f"https://api.telegram.org/file/bot{TOKEN}/documents/private.csv", TOKEN, "", "a/b?c=д"]
)
async def test_nothing_of_an_address_but_a_method_is_kept(url: str) -> None:
    metrics = Metrics()
    metrics.requested(url, 0.1, 200)

    counted = await figures(metrics)

    assert [name for name in counted if name.startswith("telegram_request_seconds")] == [
        "telegram_request_seconds_count[other]",
        "telegram_request_seconds_sum[other]",
    ]


@pytest.mark.parametrize(
    ("outcome", "failure"),
    [
        (200, None),
        (400, Failure.BAD_REQUEST),
        (401, Failure.UNAUTHORIZED),
        (404, Failure.UNAUTHORIZED),
        (403, Failure.FORBIDDEN),
        (409, Failure.CONFLICT),
        (413, Failure.OTHER),
        (429, Failure.TOO_MANY_REQUESTS),
        (502, Failure.SERVER_ERROR),
        (RetryAfter(5), Failure.TOO_MANY_REQUESTS),
        (Forbidden("bot was blocked by the user"), Failure.FORBIDDEN),
        (BadRequest("chat not found"), Failure.BAD_REQUEST),
        (ChatMigrated(-100), Failure.BAD_REQUEST),
        (Conflict("terminated by other getUpdates request"), Failure.CONFLICT),
        (InvalidToken(), Failure.UNAUTHORIZED),
        (TimedOut(), Failure.TIMED_OUT),
        (NetworkError("cut"), Failure.NETWORK),
        (TelegramError("what else"), Failure.OTHER),
        (ValueError(), Failure.OTHER),
    ],
    ids=repr,
)
def test_each_failure_has_a_kind(outcome: int | Exception, failure: Failure | None) -> None:
    assert failure_of(outcome) is failure


async def test_what_is_read_is_as_it_is_when_somebody_looks() -> None:
    depths = iter((3.0, 5.0))
    metrics = Metrics()

    async def depth() -> float:
        return next(depths)

    metrics.read(Reading.OUTBOX, depth)

    assert [(await figures(metrics))["outbox_depth"] for _ in range(2)] == [3, 5]
    assert "search_texts" not in await figures(Metrics())


async def test_a_figure_that_cannot_be_read_costs_no_other() -> None:
    metrics = Metrics()
    for reading, read in ((Reading.UPDATE_QUEUE, hanging), (Reading.OUTBOX, broken), (Reading.LEADS, well)):
        metrics.read(reading, read)

    counted = await figures(metrics)

    assert math.isnan(counted["update_queue_depth"])
    assert math.isnan(counted["outbox_depth"])
    assert counted["leads"] == 1


async def test_every_reading_can_be_read() -> None:
    metrics = Metrics()
    for reading in Reading:
        metrics.read(reading, well)

    counted = await figures(metrics)

    assert {reading: counted[reading] for reading in Reading} == dict.fromkeys(Reading, 1)


async def test_a_loop_that_is_held_up_is_noticed() -> None:
    async with LoopLag() as lag:
        assert await lag.bearable()

        await asyncio.sleep(0.1)
        time.sleep(1.6)  # noqa: ASYNC251  # that is the point
        await asyncio.sleep(0.1)

        assert 1 <= lag.seconds < 3
        assert await lag.read() == lag.seconds
        assert not await lag.bearable()


def test_counting_an_answer_takes_less_than_five_microseconds() -> None:
    metrics, answer = Metrics(), WordsOnly(Language.KK)

    # Of this thread alone: other tests run beside this one.
    seconds = min(timeit.repeat(lambda: metrics.answered(answer, 0.002), timer=time.thread_time, number=2_000, repeat=50)) / 2_000

    assert seconds < 5e-6
