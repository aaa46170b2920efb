"""Bots as processes of their own, and what they cost while the server of answering_server.py sends them updates."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MB = 1_000_000
_LOG = "bots.log"


@dataclass(frozen=True)
class Spent:
    """What a bot used for *updates*. Seconds of CPU are those of all its threads, of which *aside* other ones than the first."""

    updates: int
    cpu: float
    aside: float
    seconds: float
    latencies: tuple[float, ...]
    unasked: int

    @property
    def microseconds(self) -> float:
        """CPU for an update."""
        return self.cpu / max(1, len(self.latencies)) * 1_000_000

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0


class Server:
    """The Bot API server, in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Give orders to *process*, which has just been started."""
        self._process = process
        self.url = f"http://127.0.0.1:{self._read()}"

    def order(self, token: str, updates: int, a_second: float | None, send_ms: float) -> dict[str, Any]:
        """What came of so many updates to the bot of *token*."""
        assert self._process.stdin
        print(
            json.dumps({"token": token, "updates": updates, "a_second": a_second, "send_ms": send_ms}), file=self._process.stdin, flush=True
        )
        came: dict[str, Any] = self._read()
        return came

    def cpu(self) -> float:
        """Seconds of CPU it has used, to see that nobody had to wait for it."""
        return _cpu(psutil.Process(self._process.pid))[0]

    def _read(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


class Bot:
    """One bot, from its start to its stop."""

    def __init__(self, name: str, token: str, server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
        """Measure *process*, which takes the updates of *token* from *server* and writes to *log*."""
        self.name = name
        self._token = token
        self._server = server
        self._log = log
        self.pid = process.pid
        self._process = psutil.Process(process.pid)

    def spend(self, updates: int, a_second: float | None = None, send_ms: float = 0.0) -> Spent:
        """Have it answer so many *updates*, and see what it used for that; all at once, unless so many *a_second*."""
        if not self._process.is_running() or self._process.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError(f"{self.name} has ended; what it said last is {self._log.read_text(encoding='utf-8')[-2000:]}")
        before = _cpu(self._process)
        came = self._server.order(self._token, updates, a_second, send_ms)
        cpu, aside = (after - first for after, first in zip(_cpu(self._process), before, strict=True))
        if missing := updates - len(came["latencies"]):
            print(f"*{self.name}: {missing} of {updates} updates were not answered.*", file=sys.stderr)
        return Spent(updates, cpu, aside, came["seconds"], tuple(came["latencies"]), came["unasked"])

    def megabytes(self) -> float:
        """The memory it has now."""
        return sum(process.memory_info().rss for process in [self._process, *self._process.children(recursive=True)]) / MB


def _cpu(process: psutil.Process) -> tuple[float, float]:
    """Seconds of CPU, user's and system's: of the process and its children, and of its threads but for the first."""
    times = [one.cpu_times() for one in [process, *process.children(recursive=True)]]
    overall = sum(time.user + time.system + time.children_user + time.children_system for time in times)
    # Of a thread that has ended only the process knows.
    return overall, overall - sum(thread.user_time + thread.system_time for thread in process.threads() if thread.id == process.pid)


@contextlib.contextmanager
def serving(messages: Sequence[tuple[str, str]], chats: int, folder: Path) -> Iterator[Server]:
    """A server whose so many *chats* write *messages* in turn."""
    file = folder / "messages.json"
    file.write_text(json.dumps(messages), encoding="utf-8")
    command = [sys.executable, str(HERE / "answering_server.py"), str(file), str(chats)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own program
    try:
        yield Server(process)
    finally:
        _stop(process)


@contextlib.contextmanager
def ours(name: str, server: Server, database: Path, a_second: int) -> Iterator[Bot]:
    """Our `serve` over *database*, with no settings but what is said here."""
    token = f"1:{name.replace(' ', '-').replace(',', '')}"
    settings = {"TOKEN": token, "API_URL": server.url, "DATABASE": f"sqlite:///{database}", "MESSAGES_A_SECOND": str(a_second)}
    with running(["-m", "bot", "serve"], {f"HUNDRED_FLOWERS_{key}": value for key, value in settings.items()}, database.parent) as process:
        yield Bot(name, token, server, process, database.parent / _LOG)


@contextlib.contextmanager
def echo(name: str, kind: str, server: Server, folder: Path) -> Iterator[Bot]:
    """A peer of answering_echo.py."""
    token = f"1:{kind}"
    with running([str(HERE / "answering_echo.py"), kind, server.url, token], {}, folder) as process:
        yield Bot(name, token, server, process, folder / _LOG)


@contextlib.contextmanager
def running(arguments: Sequence[str], environment: dict[str, str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python process in *folder*, told to stop in the end; what it logs goes to a file there."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUNDRED_FLOWERS_")}
    with (folder / _LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, *arguments], env=inherited | {"PYTHONPATH": str(ROOT)} | environment, cwd=folder, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            _stop(process)


def _stop(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
