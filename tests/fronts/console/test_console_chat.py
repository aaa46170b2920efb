"""The chat in the terminal: piped, typed at a real terminal, and left."""

import contextlib
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.fronts.console.chat import CHAT_ID, answer, incoming_from
from bot.rendering.messages import Renderer
from bot.rendering.reply import Button, Reply, Share, Span
from bot.services.conversation import Conversation
from bot.services.reading_intents import Open
from bot.store.engine import Database
from bot.text.language import Language

ROOT = Path(__file__).parents[3]
SAYING = "一花独放不是春"
SHOWN = Reply((Span("words"),), ((Button("one", Open("a")), Button("share", Share("a")), Button("two", Open("b"))),))


@pytest.mark.parametrize(("line", "press"), [("1", "o::a"), ("2", "o::b"), ("02", "o::b")])
def test_a_number_presses_the_button_that_shows_it(line: str, press: str) -> None:
    assert incoming_from(line, "kk", SHOWN).press == press


@pytest.mark.parametrize("line", ["0", "3", "99999999999999999999", "-1", "1.", "１", "²", "1 2", "/1"])
def test_any_other_number_is_a_text(line: str) -> None:
    incoming = incoming_from(line, "kk", SHOWN)

    assert (incoming.press, incoming.text) == (None, line)


def test_a_number_is_a_text_while_nothing_is_shown() -> None:
    assert incoming_from("1", None).text == "1"


def test_the_terminal_is_a_private_chat_of_its_own() -> None:
    incoming = incoming_from("words", "kk-KZ", SHOWN)

    assert (incoming.chat_id, incoming.person_id, incoming.private) == (CHAT_ID, CHAT_ID, True)
    assert incoming.client_language == "kk-KZ"


@pytest.mark.parametrize(("tables", "language"), [(("cursors",), Language.EN), (("cursors", "chats"), Language.KK)])
async def test_when_the_store_fails_the_terminal_apologises_and_goes_on(
    conversation: Conversation, renderer: Renderer, sqlite_url: str, tables: tuple[str, ...], language: Language
) -> None:
    async with Database(sqlite_url) as database, database.writing() as connection:
        for table in tables:
            await connection.exec_driver_sql(f"DROP TABLE {table}")

    failed = await answer(incoming_from("/random", language), conversation, renderer)

    assert failed == renderer.apology(language)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for processes, which they also run in."""
    for name in [name for name in os.environ if name.startswith("HUNDRED_FLOWERS_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "LANG": "C",
        "TERM": "xterm",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_piped_chat_answers_each_line_presses_numbers_and_ends(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"], input="百花齐放\n\n3\n/privacy", capture_output=True, encoding="utf-8", timeout=60, check=False
    )

    chinese, russian = done.stdout.index(SAYING), done.stdout.index("Один цветок весны не делает")
    assert (done.returncode, done.stderr) == (0, "")
    assert chinese < russian
    assert "\x1b" not in done.stdout
    assert "分享" not in done.stdout
    assert "> " not in done.stdout
    assert not list(home.rglob("history"))


@pytest.mark.usefixtures("home")
def test_commands_and_buttons_are_answered_in_the_language_of_the_talk() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"], input="дружба\n/random\n8\nfriendship\n/random", capture_output=True, encoding="utf-8", check=False
    )

    assert (done.stdout.count("Похожее"), done.stdout.count("Another like it")) == (2, 2)
    assert "никто не менял" in done.stdout


class Person:
    """Somebody at a terminal."""

    def __init__(self) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background has it ignored
            os.execv(sys.executable, [sys.executable, "-m", "bot", "chat"])  # noqa: S606
        self.seen = ""
        self._read = 0

    def types(self, keys: str) -> None:
        """Press *keys*."""
        os.write(self._terminal, keys.encode())

    def sees(self, words: str) -> None:
        """Wait for *words* behind those waited for before."""
        while (found := self.seen.find(words, self._read)) < 0:
            assert self._reads_on(), f"no {words!r} in {self.seen!r}"
        self._read = found + len(words)

    def leaves_by(self, key: str) -> int:
        """The exit code, once *key* has ended the program; it is killed when it does not end.

        A Ctrl-C between the prompt and readline's first look at the keyboard waits for the next key, so the key is pressed again.
        """
        for _ in range(10):
            with contextlib.suppress(OSError):
                self.types(key)
            while self._reads_on(seconds=1):
                pass
            ended, status = os.waitpid(self._pid, os.WNOHANG)
            if ended:
                break
        else:
            os.kill(self._pid, signal.SIGKILL)
            _, status = os.waitpid(self._pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def _reads_on(self, seconds: float = 10) -> bool:
        """Whether there was more to see within *seconds*."""
        readable, _, _ = select.select([self._terminal], [], [], seconds)
        try:
            more = os.read(self._terminal, 65536) if readable else b""
        except OSError:  # nobody writes to it any more
            more = b""
        self.seen += more.decode(errors="replace")
        return bool(more)


@pytest.mark.parametrize("way", ["Ctrl-D", "Ctrl-C"])
def test_a_chat_at_a_terminal_greets_answers_remembers_what_was_typed_and_is_left_cleanly(
    home: Path, lived_in: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    shutil.copytree(lived_in, home, dirs_exist_ok=True)
    monkeypatch.setenv("HUNDRED_FLOWERS_DATABASE", f"sqlite:///{home / 'quotes.db'}")
    person = Person()

    person.sees("> ")
    person.types("百花齐放\n")
    person.sees(SAYING)
    person.sees("> ")
    code = person.leaves_by("\x04" if way == "Ctrl-D" else "\x03")

    assert code == 0
    assert "Hundred Flowers" in person.seen
    assert "\x1b[1m" in person.seen
    assert "Traceback" not in person.seen
    (history,) = home.rglob("history")
    assert "百花齐放" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        (Language.ZH, "/subscribe 每天9点 北京 中文", "终端里不会定时发送"),
        (Language.KK, "/subscribe күн сайын таңғы 9-да Алматы қазақша", "Терминалда ештеңе жарияланбайды"),
        (Language.RU, "/subscribe в 9 утра по Москве на русском", "В терминале ничего не публикуется"),
        (Language.EN, "/subscribe 9 am London in English", "Nothing is posted in the terminal"),
    ],
)
async def test_the_terminal_shows_what_would_be_posted_and_says_that_nothing_is(
    conversation: Conversation, renderer: Renderer, language: Language, line: str, expected: str
) -> None:
    gettext = renderer.catalogues[language].gettext

    shown = await answer(incoming_from(line, language), conversation, renderer)

    assert shown.text.startswith(expected)
    assert gettext("The next post:") in shown.text
    assert renderer.catalogues[language].clock(9 * 60) in shown.text
    assert shown.buttons == ()
    assert await conversation.posting.subscribing.subscriptions.of_chat(CHAT_ID) == []


async def test_the_terminal_names_both_times_of_a_place(conversation: Conversation, renderer: Renderer) -> None:
    shown = await answer(incoming_from("/subscribe 9点 喀什", "zh"), conversation, renderer)

    assert all(name in shown.text for name in ("喀什", "北京", "乌鲁木齐"))
    assert shown.buttons == ()
