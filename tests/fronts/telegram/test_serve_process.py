"""The bot as a process of its own, as an operator runs it: what it says, what it keeps to itself, and how it ends."""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

import pytest
from bot_api.messages import BotMessage
from bot_api.people import ALICE, BOB, User, private_chat
from bot_api.server import BotApiServer

ROOT = Path(__file__).parents[3]
SECRET = "a-secret_of-the-webhook"
SAYING = "一花独放不是春"


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[Process]:
    """`python -m bot serve` with *settings*, in *folder*; killed at the end should it still run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUNDRED_FLOWERS_")}
    environment |= {"LANG": "C", "PYTHONPATH": str(ROOT), "HUNDRED_FLOWERS_DATABASE": f"sqlite:///{folder / 'quotes.db'}"}
    environment |= {f"HUNDRED_FLOWERS_{name}": value for name, value in settings.items()}
    with _opened(folder / "said") as said:  # a pipe would have to be read all the time, or it fills up
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", cwd=folder, env=environment, stdin=DEVNULL, stdout=said, stderr=STDOUT
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
def settled(tmp_path: Path, lived_in: Path) -> Path:
    """A folder in which the bot has run before."""
    return shutil.copytree(lived_in, tmp_path, dirs_exist_ok=True)


def _opened(file: Path) -> IO[bytes]:
    return file.open("wb")


async def ended(process: Process, folder: Path) -> tuple[int, str]:
    """The exit code of *process* and all it said."""
    code = await asyncio.wait_for(process.wait(), 30)
    return code, said_in(folder)


def said_in(folder: Path) -> str:
    """What the process in *folder* has said so far."""
    return (folder / "said").read_text("utf-8")


def command_line_of(process: Process) -> str:
    """What anybody on the machine can see of *process*; nothing where there is no /proc."""
    arguments = Path(f"/proc/{process.pid}/cmdline")
    return arguments.read_bytes().decode() if arguments.exists() else ""


async def test_the_token_is_nowhere_and_sigterm_ends_it_cleanly(bot_api: BotApiServer, tmp_path: Path) -> None:
    """At the most talkative level, through errors of the library, of HTTP and of our own, with their tracebacks."""
    api_url = bot_api.base_url.removesuffix("/bot")
    async with serving(tmp_path, TOKEN=bot_api.token, API_URL=api_url, LOG_LEVEL="DEBUG") as process:
        await bot_api.next_call("getUpdates", timeout=30)
        command_line = command_line_of(process)
        bot_api.cut_next("sendMessage")
        bot_api.fail_next("getUpdates", 500, "Internal Server Error: restart")
        await bot_api.user_says("百花齐放")
        await bot_api.next_call("sendMessage")
        with sqlite3.connect(tmp_path / "quotes.db") as database:
            database.execute("DROP TABLE days")
        await bot_api.user_says("/today")
        await bot_api.next_call("sendMessage", timeout=15)
        process.send_signal(signal.SIGTERM)
        code, said = await ended(process, tmp_path)

    assert code == 0
    assert "an update could not be handled" in said
    assert "Traceback" in said
    assert "telegram" in said
    for secret in (bot_api.token, bot_api.token.partition(":")[2], bot_api.token.replace(":", "%3A")):
        assert secret not in said
        assert secret not in command_line


async def test_what_people_write_is_not_logged_at_any_level(bot_api: BotApiServer, settled: Path) -> None:
    api_url = bot_api.base_url.removesuffix("/bot")
    async with serving(settled, TOKEN=bot_api.token, API_URL=api_url, LOG_LEVEL="DEBUG") as process:
        await bot_api.next_call("getUpdates", timeout=30)
        await bot_api.user_says("my very private frobnication")
        await bot_api.next_call("sendMessage")
        process.send_signal(signal.SIGTERM)
        code, said = await ended(process, settled)

    assert code == 0
    assert "answered chat=" in said
    assert "frobnication" not in said


async def test_the_webhooks_secret_is_masked_and_sigint_ends_it_cleanly(settled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with BotApiServer(webhook_forward={"https://bot.example.org": f"http://127.0.0.1:{port}"}) as server:
        settings = {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_LISTEN": f"127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET}
        api_url = server.base_url.removesuffix("/bot")
        async with serving(settled, TOKEN=server.token, API_URL=api_url, LOG_LEVEL="DEBUG", **settings) as process:
            told = await server.next_call("setWebhook", timeout=30)
            await server.user_says("百花齐放")
            answered = await server.next_message()
            process.send_signal(signal.SIGINT)
            code, said = await ended(process, settled)

    assert code == 0
    assert told["secret_token"] == SECRET
    assert SAYING in answered.text
    assert SECRET not in said


@pytest.mark.parametrize("trouble", ["unknown token", "no token", "taken port"])
async def test_what_stops_the_start_is_said_in_one_sentence(bot_api: BotApiServer, settled: Path, trouble: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        token = "987654:some-other-token" if trouble == "unknown token" else bot_api.token
        settings = {"TOKEN": "" if trouble == "no token" else token, "API_URL": bot_api.base_url.removesuffix("/bot")}
        if trouble == "taken port":
            listen = f"127.0.0.1:{taken.getsockname()[1]}"
            settings |= {"WEBHOOK_URL": "https://bot.example.org/hook", "WEBHOOK_LISTEN": listen, "LOG_LEVEL": "WARNING"}
        async with serving(settled, **settings | {"LOG_LEVEL": "WARNING"}) as process:
            code, said = await ended(process, settled)

    # Where to start again does not help, whoever starts it does not: deploy/hundred-flowers.service goes by this code.
    assert code == (1 if trouble == "taken port" else 2)
    assert said.startswith("hundred-flowers: ")
    assert len(said.splitlines()) == 1
    assert token not in said


async def test_kills_in_the_middle_of_add_suggest_and_review_lose_and_double_nothing(bot_api: BotApiServer, tmp_path: Path) -> None:
    """Each process is killed once it has answered: the next one goes on where it was."""
    settings = {"TOKEN": bot_api.token, "API_URL": bot_api.base_url.removesuffix("/bot"), "OWNERS": str(ALICE.id)}
    added, suggested = "Whoever counts the waves forgets the sea", "Седьмая чашка чая говорит гостю, что пора уходить"
    refused = "Чужой зонт сухим не держит"
    shown: dict[int, BotMessage] = {}

    async def typed(text: str, user: User = ALICE) -> None:
        await bot_api.user_says(text, user=user)
        shown[user.id] = await bot_api.next_message(private_chat(user), timeout=30)

    async def pressed(label: str, user: User = ALICE) -> None:
        await bot_api.presses(shown[user.id], label, user=user)
        await bot_api.next_call("editMessageText", timeout=30)

    async def told() -> None:
        """Bob, of what became of his suggestion: the process ended as soon as the editor was answered."""
        assert (await bot_api.next_message(private_chat(BOB), timeout=30)).text.startswith("Ваше предложение ")

    asked = ("✓ English", "Proverb", "I don’t know", "Done", "Done")
    lives = (
        [typed("/add")],
        [typed(added)],
        [pressed(label) for label in asked],
        [pressed("💾 Save")],
        [typed(f"/suggest {suggested}", BOB)],
        [pressed("📨 Отправить предложение", BOB)],
        [typed("/review")],
        [pressed("✅ Accept")],
        [told()],
        [typed(f"/suggest {refused}", BOB)],
        [pressed("📨 Отправить предложение", BOB)],
        [typed("/review")],
        [pressed("✖️ Reject")],
        [typed("This is no proverb")],
        [told()],
    )
    for steps in lives:
        async with serving(tmp_path, **settings):
            for step in steps:
                await step

    with sqlite3.connect(tmp_path / "quotes.db") as database:
        stored = [body for (body,) in database.execute("SELECT body FROM quotes WHERE file_digest IS NULL")]
        left = database.execute("SELECT (SELECT count(*) FROM drafts), (SELECT count(*) FROM suggestions WHERE state = 'open')").fetchone()
    assert sorted(text for text in (added, suggested) for body in stored if text in body) == sorted((added, suggested))
    assert left == (0, 0)
    sent = [call["text"] for call in bot_api.calls if call.method == "sendMessage" and call["chat_id"] == BOB.id]
    notices = [text for text in sent if text.startswith("Ваше предложение ")]
    assert [suggested in notices[0], refused in notices[1], len(notices)] == [True, True, 2]


async def test_kills_in_the_middle_of_an_import_bring_all_of_it_or_nothing(bot_api: BotApiServer, settled: Path) -> None:
    """While the file is looked at, and ever later while it is taken in; whoever wanted it goes on by the same button."""
    settings = {"TOKEN": bot_api.token, "API_URL": bot_api.base_url.removesuffix("/bot"), "OWNERS": str(ALICE.id)}
    count = 4_000
    said = (f"Line {number} of {number * 7919 % 10_007}" for number in range(count))
    lines = "".join(f'{{"kind": "proverb", "language": "en", "text": "{text}"}}\n' for text in said).encode()

    def kept() -> tuple[int, int]:
        """How many of the lines are there, and how many drafts."""
        with sqlite3.connect(settled / "quotes.db") as database:
            stored = database.execute("""SELECT count(*) FROM quotes WHERE body LIKE '%"Line %'""").fetchone()[0]
            return stored, database.execute("SELECT count(*) FROM drafts").fetchone()[0]

    async with serving(settled, **settings):
        await bot_api.next_call("getUpdates", timeout=30)
        await bot_api.user_sends_file("many.jsonl", lines, caption="/import")
        await bot_api.next_call("getFile", timeout=30)
    assert kept() == (0, 0)
    async with serving(settled, **settings):
        # That it was broken off.
        await bot_api.next_message(timeout=30)
        await bot_api.user_sends_file("many.jsonl", lines, caption="/import")
        async with asyncio.timeout(60):
            while kept() != (0, 1):  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(0.05)
        looked = await bot_api.next_message(timeout=30)
        async with asyncio.timeout(30):
            # Where it takes long, the message tells how far it has come before it tells the result.
            while not bot_api.current(looked).buttons:  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(0.05)

    outcomes = []
    for number in range(40):
        async with serving(settled, **settings):
            await bot_api.presses(looked, "💾 Import, near-duplicates too")
            await bot_api.next_call("getFile", timeout=30)
            await asyncio.sleep(0.15 * number)
        outcomes.append(kept())
        if outcomes[-1] != (0, 1):
            break

    assert len(outcomes) > 1
    assert outcomes[-1] == (count, 0)
