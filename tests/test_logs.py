"""What the log looks like, to people and to programs, and what it never holds."""

import asyncio
import datetime
import json
import logging
import socket
import sys
import warnings
from collections.abc import Iterator

import pytest

from bot import logs
from bot.fronts.telegram.metrics import Metrics
from bot.fronts.telegram.monitoring import MonitoringServer

TOKEN = "123456789:AAgeheim-token_geheim_geheim"
SECRET = "a-secret_of-the-webhook"
_log = logging.getLogger("bot.somewhere")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The logging of the other tests, put back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The lines of JSON on stderr."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail_with(message: str) -> None:
    """Log an error with its traceback."""
    try:
        raise ValueError(message)
    except ValueError:
        _log.exception("failed at %s", message)


@pytest.mark.parametrize("as_json", [False, True])
def test_secrets_are_masked_in_messages_arguments_and_tracebacks(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("DEBUG", (TOKEN, SECRET), as_json=as_json)

    _log.info("GET /bot%s/getMe as %s", TOKEN.replace(":", "%3A"), SECRET)
    fail_with(f"https://api.telegram.org/bot{TOKEN}/getMe")

    written = capsys.readouterr().err
    assert "GET /bot***/getMe as ***" in written
    assert "ValueError: https://api.telegram.org/bot***/getMe" in written
    assert not [secret for secret in (TOKEN, SECRET, TOKEN.partition(":")[2], TOKEN.replace(":", "%3A")) if secret in written]


def test_a_line_of_json_says_when_how_bad_where_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", as_json=True)
    before = datetime.datetime.now(datetime.UTC)

    _log.warning('a "quote" of %s\non two lines', "百花")

    (line,) = said(capsys)
    assert list(line) == ["time", "level", "logger", "message"]
    assert (line["level"], line["logger"]) == ("WARNING", "bot.somewhere")
    assert line["message"] == 'a "quote" of 百花\non two lines'
    assert line["time"].endswith("Z")
    assert before <= datetime.datetime.fromisoformat(line["time"]) <= datetime.datetime.now(datetime.UTC)


def test_a_traceback_is_on_the_line_of_its_error(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", as_json=True)

    fail_with("of this")

    (line,) = said(capsys)
    assert line["message"] == "failed at of this"
    assert line["exception"].startswith("Traceback (most recent call last):\n")
    assert line["exception"].endswith("ValueError: of this")


def test_a_secret_that_is_a_word_of_the_form_does_not_break_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", ("message",), as_json=True)

    _log.info("the message is here")

    assert [line["message"] for line in said(capsys)] == ["the *** is here"]


def test_half_a_character_does_not_cost_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", as_json=True)

    _log.info("no such file: %s", "caf\udce9.csv")

    assert [line["message"] for line in said(capsys)] == ["no such file: caf\\udce9.csv"]


def test_pythons_warnings_are_lines_like_others(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logs.set_up("INFO", as_json=True)
        warnings.warn("this is going to change", FutureWarning, stacklevel=1)

    (line,) = said(capsys)
    assert (line["level"], line["logger"]) == ("WARNING", "py.warnings")
    assert "this is going to change" in line["message"]


def test_nothing_below_the_level_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("WARNING", as_json=True)

    _log.info("not this")

    assert said(capsys) == []
    assert isinstance(logging.getLogger().handlers[0].formatter, logs.JsonFormatter)
    assert logging.getLogger().handlers[0].stream is sys.stderr  # type: ignore[attr-defined]  # it is a stream's handler


async def test_what_strangers_write_to_an_open_port_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with MonitoringServer("127.0.0.1", port, Metrics(), {}):
        for line in (b"geheim\r\n\r\n", b"GET / HTTP/9.9 geheim\r\n\r\n", b"\x16\x03\x01geheim\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(line)
            await reader.read()
            writer.close()
            await writer.wait_closed()

    assert capsys.readouterr().err == ""
