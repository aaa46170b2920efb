"""The program as people start it: its commands, its exit codes, and what stands on its two outputs."""

import ctypes
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DONE, WRONG, MISUSED = 0, 1, 2
COMMANDS = [
    [],
    ["chat"],
    ["ask"],
    ["serve"],
    ["backup"],
    ["restore"],
    ["quotes"],
    ["quotes", "check"],
    ["quotes", "import"],
    ["quotes", "export"],
]
ANSI = "\x1b"
# The buttons under an answer, and the next prompt.
ANSWERED = r"\[1\].*> "
BROKEN = """\
[[quote]]
id = "broken"
kind = "poem"
"""


@dataclass(frozen=True)
class Program:
    """The program, with a database, a home and a current folder of its own."""

    folder: Path

    def environment(self, **settings: str) -> dict[str, str]:
        """What the program sees: nothing of the settings of whoever runs the tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUNDRED_FLOWERS_", "LC_", "LANG", "COV"))}
        own = {
            "HUNDRED_FLOWERS_DATABASE": f"sqlite:///{self.folder / 'quotes.db'}",
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
            "LANG": "C",
        }
        return {**kept, **own, **settings}

    def run(self, *arguments: str, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """The program run to its end with *typed* on its standard input."""
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "-m", "bot", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=self.folder,
            env=self.environment(**settings),
            timeout=60,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program on a machine that has never seen it."""
    return Program(tmp_path)


@pytest.fixture
def returning(program: Program, lived_in: Path) -> Program:
    """The program, with a database that it has filled before."""
    shutil.copytree(lived_in, program.folder, dirs_exist_ok=True)
    return program


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, lived_in: Path) -> Program:
    """The same for all tests: what one leaves there, another must not mind."""
    return Program(shutil.copytree(lived_in, tmp_path_factory.mktemp("settled"), dirs_exist_ok=True))


# Help, version, misuse


def test_the_version_is_told(settled: Program) -> None:
    done = settled.run("--version")

    assert (done.returncode, done.stderr) == (DONE, "")
    assert re.fullmatch(r"hundred-flowers \d+\.\d+\.\d+\n", done.stdout)


def test_the_help_of_each_command_is_worth_reading(settled: Program) -> None:
    with ThreadPoolExecutor(2) as pool:
        helps = list(pool.map(lambda command: settled.run(*command, "--help"), COMMANDS))

    for command, done in zip(COMMANDS, helps, strict=True):
        assert (done.returncode, done.stderr) == (DONE, ""), command
        assert done.stdout.startswith(f"usage: {' '.join(['hundred-flowers', *command])}")
        assert len(done.stdout) > 200
    assert all(
        name in helps[0].stdout
        for name in ("chat", "ask", "serve", "backup", "restore", "quotes", "HUNDRED_FLOWERS_", "0 done, 1 found", "2 misused")
    )
    assert all(option in helps[2].stdout for option in ("--json", "--top", "--language", "--database", '"hits"'))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["ask"],
        ["ask", "--top", "0", "x"],
        ["ask", "--top", "many", "x"],
        ["ask", "--language", "de", "x"],
        ["quotes"],
        ["quotes", "nonsense"],
        ["backup"],
        ["restore"],
        ["restore", "--nonsense", "flowers.backup"],
        ["quotes", "import"],
        ["quotes", "import", "--language", "de", "-"],
        ["quotes", "import", "--collection", "mine", "-"],
        ["quotes", "export", "--collection", "0"],
        ["quotes", "export", "--format", "xlsx"],
        ["ask", "--database", "nonsense", "x"],
        ["chat", "--database", "mysql://bot:geheim@host/quotes"],
    ],
    ids=" ".join,
)
def test_misuse_is_told_on_the_error_output_with_exit_code_2(settled: Program, arguments: list[str]) -> None:
    done = settled.run(*arguments)

    assert (done.returncode, done.stdout) == (MISUSED, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("COLOUR", "red"), ("OWNERS", "me"), ("LOG_LEVEL", "LOUD"), ("WEBHOOK_LISTEN", "8080"), ("DATABASE", "nonsense")]
)
def test_an_unknown_or_malformed_setting_is_named_in_one_sentence(settled: Program, name: str, value: str) -> None:
    done = settled.run("ask", "hello", **{f"HUNDRED_FLOWERS_{name}": value})

    assert (done.returncode, done.stdout) == (MISUSED, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"HUNDRED_FLOWERS_{name}" in done.stderr


def test_a_setting_in_a_dotenv_file_counts(program: Program) -> None:
    (program.folder / ".env").write_text("HUNDRED_FLOWERS_COLOUR=red\n")

    done = program.run("ask", "hello")

    assert done.returncode == MISUSED
    assert "HUNDRED_FLOWERS_COLOUR" in done.stderr


def test_the_option_wins_over_the_setting_of_the_database(program: Program) -> None:
    own = program.folder / "own.db"

    assert program.run("ask", "--database", f"sqlite:///{own}", "hello").returncode == DONE
    assert own.is_file()
    assert not (program.folder / "quotes.db").exists()


def test_a_database_that_cannot_be_opened_is_one_sentence_and_exit_code_1(settled: Program) -> None:
    done = settled.run("ask", "hello", HUNDRED_FLOWERS_DATABASE="postgresql://bot:geheim@127.0.0.1:1/quotes")

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert len(done.stderr.splitlines()) == 1
    assert "geheim" not in done.stderr


def test_serving_without_a_token_is_one_sentence_and_exit_code_2(settled: Program) -> None:
    done = settled.run("serve")

    assert (done.returncode, done.stdout) == (MISUSED, "")
    assert len(done.stderr.splitlines()) == 1
    assert "HUNDRED_FLOWERS_TOKEN" in done.stderr


def test_serving_with_a_malformed_token_is_one_sentence_without_it(settled: Program) -> None:
    done = settled.run("serve", HUNDRED_FLOWERS_TOKEN="not a token geheim")

    assert (done.returncode, done.stdout) == (MISUSED, "")
    assert len(done.stderr.splitlines()) == 1
    assert "HUNDRED_FLOWERS_TOKEN" in done.stderr
    assert "geheim" not in done.stderr


# Ask


def test_questions_are_answered_in_their_languages_with_the_source(settled: Program) -> None:
    questions = {
        "товарооборот Китая и Казахстана": "43,82 миллиарда долларов США",
        "қытай мен қазақстанның сауда көлемі": "43,82 миллиард АҚШ доллары",
        "how much is china kazakhstan trade": "43.82 billion US dollars",
        "中哈贸易额是多少": "438.2亿美元",
    }

    done = settled.run("ask", "-", typed="\n".join(questions))

    assert (done.returncode, done.stderr) == (DONE, "")
    places = [done.stdout.index(words) for words in questions.values()]
    assert places == sorted(places)
    assert done.stdout.count("China Daily") >= 4
    assert ANSI not in done.stdout


def test_a_question_needs_no_quotation_marks_and_the_language_of_its_answer_can_be_chosen(settled: Program) -> None:
    done = settled.run("ask", "--language", "kk", "товарооборот", "Китая", "и", "Казахстана")

    assert (done.returncode, done.stderr) == (DONE, "")
    assert "43,82 миллиард АҚШ доллары" in done.stdout


def test_questions_are_answered_in_json_one_a_line_and_in_order(settled: Program) -> None:
    questions = [
        "百花齐放春满园",
        "товарооборот Китая и Казахстана",
        "",
        "qwzx vbnm plkj",
        "привет",
        '"\\',
        "қытай мен қазақстанның сауда көлемі",
        "маған дүкеннен нан әкеліп берші",
    ]

    done = settled.run("ask", "--json", "--top", "5", "-", typed="\n".join(questions) + "\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    assert (done.returncode, done.stderr) == (DONE, "")
    assert [row["query"] for row in rows] == questions
    for row in rows:
        assert list(row) == ["query", "outcome", "language", "hits"]
        assert row["outcome"] in {"answer", "choices", "nothing"}
        assert row["language"] in {"zh", "kk", "ru", "en"}
        assert len(row["hits"]) <= 5
        for hit in row["hits"]:
            assert list(hit) == ["id", "kind", "language", "score"]
            assert hit["kind"] in {"proverb", "quote", "fact"}
            assert 0 <= hit["score"] <= 1
        scores = [hit["score"] for hit in row["hits"]]
        assert scores == sorted(scores, reverse=True)
    assert [(row["outcome"], row["language"], row["hits"][0]["id"]) for row in (rows[0], rows[1], rows[6])] == [
        ("answer", "zh", "hundred-flowers"),
        ("answer", "ru", "trade-value-2024"),
        ("answer", "kk", "trade-value-2024"),
    ]
    assert [rows[number]["outcome"] for number in (2, 3, 4, 7)] == ["nothing"] * 4
    assert rows[7]["hits"]
    assert len(rows[0]["hits"]) == 5


def test_what_the_shipped_files_say_nothing_answers_gets_no_answer(settled: Program) -> None:
    asked = [
        "lu ban workshops in kazakhstan",
        "how many luban workshops are there in kazakhstan?",
        "Сколько всего мастерских Лу Баня в Казахстане?",
    ]

    done = settled.run("ask", "--json", "-", typed="\n".join(asked))

    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["answer", "nothing", "nothing"]


def test_lines_in_other_encodings_and_line_ends_do_not_end_the_answers(settled: Program) -> None:
    done = settled.run(
        "ask", "--json", "-", typed="товарооборот Китая и Казахстана\r\n".encode() + b"\xff\xfe\x00\n" + "百花齐放春满园".encode()
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]

    assert (done.returncode, done.stderr) == (DONE, "")
    assert [row["hits"][0]["id"] for row in (rows[0], rows[2])] == ["trade-value-2024", "hundred-flowers"]
    assert rows[0]["query"] == "товарооборот Китая и Казахстана"


def test_no_question_gets_no_answer(settled: Program) -> None:
    done = settled.run("ask", "--json", "-")

    assert (done.returncode, done.stdout, done.stderr) == (DONE, "", "")


def test_a_reader_that_has_seen_enough_is_no_error(settled: Program) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        cwd=settled.folder,
        env=settled.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process:
        process.stdin.write("百花齐放\n".encode())
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write("百花齐放\n".encode() * 50)
        process.stdin.close()
        assert b"Traceback" not in process.stderr.read()

    assert process.returncode == DONE


# Chat, piped


def test_a_piped_conversation_in_four_languages_with_buttons_by_number(settled: Program) -> None:
    """The first number turns the saying into Chinese, the second into Kazakh: the order of the buttons."""
    done = settled.run(typed="a single flower does not make spring; a hundred flowers\n1\n2\n3\n4\nсәлем\nспасибо\n谚语\n/nonsense\n")

    assert (done.returncode, done.stderr) == (DONE, "")
    assert ANSI not in done.stdout
    assert ">" not in [line[:1] for line in done.stdout.splitlines()]
    assert done.stdout.count("一花独放不是春") >= 5
    assert done.stdout.count("[1] 中文   [2] Қаз   [3] Рус   [4] EN") >= 6
    for words in ("A single flower does not make spring", "Оригинал (китайский)", "Сәлем", "Обращайтесь", "/help"):
        assert words in done.stdout


def test_a_number_without_a_button_is_a_text_like_any(settled: Program) -> None:
    done = settled.run(typed="2\n百花齐放春满园\n99\n0\n-1\n٢\n")

    assert (done.returncode, done.stderr) == (DONE, "")


def test_the_chosen_language_is_remembered_from_chat_to_chat(returning: Program) -> None:
    returning.run(typed="/language қазақша\n")

    assert "пәрмен" in returning.run(typed="/nonsense\n").stdout.casefold()


def test_a_terminals_locale_decides_where_the_text_does_not(settled: Program) -> None:
    assert "пәрмен" in settled.run(typed="/nonsense\n", LC_ALL="kk_KZ.UTF-8").stdout.casefold()


def test_bytes_that_are_no_text_do_not_end_the_conversation(settled: Program) -> None:
    done = settled.run("chat", typed=b"\xff\xfe\x00\n\x1b[31m\n" + "百花齐放春满园\n".encode())

    assert (done.returncode, done.stderr) == (DONE, "")
    assert "一花独放不是春" in done.stdout
    assert ANSI not in done.stdout


def test_nothing_is_imported_for_the_terminal_that_it_does_not_use(settled: Program) -> None:
    script = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "for command in (['ask', '/random'], ['ask', '--json', 'x'], ['quotes', 'check'], ['chat']):\n"
        "    main(command)\n"
        "libraries = {name.split('.')[0] for name in sys.modules} | {*sys.modules}\n"
        "idle = {'telegram', 'httpx', 'tornado', 'asyncpg', 'sqlalchemy.dialects.postgresql', 'sqlalchemy.orm', 'numpy.ma'}\n"
        "print(sorted(libraries & idle), file=sys.stderr)\n"
    )

    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", script],
        input="百花齐放\n/random\n",
        encoding="utf-8",
        capture_output=True,
        cwd=settled.folder,
        env=settled.environment(),
        timeout=60,
        check=True,
    )

    assert done.stderr.splitlines()[-1] == "[]"


# Chat, in a terminal


@contextmanager
def terminal(program: Program) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A chat in a terminal of its own; the process, and the terminal's other end."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=program.folder,
        env=program.environment(TERM="xterm"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(end: int, pattern: str) -> str:
    """What the terminal shows until it shows *pattern*; it may be silent for half a minute at most."""
    shown = b""
    while not re.search(pattern, shown.decode(errors="ignore"), re.DOTALL):
        ready, _, _ = select.select([end], [], [], 30)
        assert ready, f"no {pattern!r} in {shown.decode(errors='ignore')!r}"
        shown += os.read(end, 65536)
    return shown.decode(errors="ignore")


def rest_of(end: int) -> str:
    """What the terminal shows until the program leaves it."""
    shown = b""
    try:
        while part := os.read(end, 65536):
            shown += part
    except OSError:  # Linux says so when the other end is closed
        pass
    return shown.decode(errors="ignore")


def test_in_a_terminal_it_greets_prompts_styles_and_leaves_on_ctrl_d(settled: Program) -> None:
    with terminal(settled) as (process, end):
        welcome = read_until(end, "\n> ")
        os.write(end, "百花齐放春满园\n".encode())
        answer = read_until(end, ANSWERED)
        os.write(end, b"\x04")
        last = rest_of(end)

        assert process.wait(10) == DONE
    assert "Hundred Flowers" in welcome
    assert "\x1b[1m" in answer
    assert "一花独放不是春" in answer
    assert "Traceback" not in last


def test_in_a_terminal_a_number_behind_the_last_button_is_no_question(settled: Program) -> None:
    with terminal(settled) as (_process, end):
        welcome = read_until(end, "\n> ")
        os.write(end, b"77\n")
        told = read_until(end, "There is no button 77: the last one is 6")
        # What was shown before still holds.
        os.write(end, b"6\n")
        read_until(end, "Choose a topic")

    assert "Ctrl-D" in welcome
    assert "nothing" not in told


def test_ctrl_c_at_the_prompt_leaves_cleanly(settled: Program) -> None:
    with terminal(settled) as (process, end):
        read_until(end, "\n> ")
        os.write(end, "половина слова".encode())
        read_until(end, "половина слова")
        os.killpg(process.pid, signal.SIGINT)
        last = rest_of(end)

        assert process.wait(10) == DONE
    assert "Traceback" not in last


def test_ctrl_c_while_questions_are_answered_leaves_cleanly(settled: Program) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        cwd=settled.folder,
        env=settled.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("百花齐放\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()

    assert process.returncode == DONE
    assert b"Traceback" not in said


def test_what_was_typed_is_in_the_history_of_the_next_chat(returning: Program) -> None:
    with terminal(returning) as (process, end):
        read_until(end, "\n> ")
        os.write(end, "百花齐放春满园\n".encode())
        read_until(end, ANSWERED)
        os.write(end, b"\x04")
        rest_of(end)
        assert process.wait(10) == DONE

    histories = [path for path in returning.folder.rglob("history") if path.is_file()]
    assert [path.read_text(encoding="utf-8").splitlines()[-1] for path in histories] == ["百花齐放春满园"]
    assert histories[0].stat().st_mode & 0o077 == 0


# Files of quotes


def test_the_shipped_files_have_nothing_wrong(settled: Program) -> None:
    done = settled.run("quotes", "check")

    assert (done.returncode, done.stdout) == (DONE, "")
    assert re.fullmatch(r"\d{3,} quotes, 0 problems\n", done.stderr)


def test_broken_files_are_listed_with_file_and_line_and_exit_code_1(settled: Program, tmp_path: Path) -> None:
    contents = {
        "a-kind.toml": (BROKEN.encode(), 3),
        "b-string.toml": (b'[[quote]]\nid = "half\n', 2),
        "c-table.toml": (b"\n[[poem]]\n", 2),
        "d-bytes.toml": (b'[[topic]]\nid = "\xff"\n', 2),
        "e-nonsense.toml": (b"nonsense", 1),
        "f-type.toml": (b"[[quote]]\nid = 5\n", 2),
        "g-empty.toml": (b"[[quote]]\n", 1),
    }
    for name, (content, _) in contents.items():
        (tmp_path / name).write_bytes(content)

    done = settled.run("quotes", "check", *(str(tmp_path / name) for name in contents))
    problems = done.stdout.splitlines()

    assert done.returncode == WRONG
    assert "Traceback" not in done.stderr
    assert all(re.match(r"/\S+\.toml:\d+: \S", problem) for problem in problems)
    firsts = [next((problem for problem in problems if f"/{name}:" in problem), "nothing") for name in contents]
    assert [first.split(": ")[0] for first in firsts] == [f"{tmp_path / name}:{line}" for name, (_, line) in contents.items()]


@pytest.mark.parametrize("names", [["missing.toml", "file.txt"], ["empty-folder"]], ids=" ".join)
def test_a_path_that_holds_no_quotes_is_wrong_and_no_traceback(settled: Program, tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "file.txt").write_text("not a file of quotes")

    done = settled.run("quotes", "check", *(str(tmp_path / name) for name in names))

    assert done.returncode == WRONG
    assert all(f"{tmp_path / name}:1: " in done.stdout for name in names)
    assert "Traceback" not in done.stderr


# Collections from elsewhere


def lines_of(*objects: Mapping[str, object]) -> str:
    """One object a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


WORDS = {
    "kk": "Айдап салған аз өледі, көріп келген көп өледі",
    "ru": "Волга всем рекам мать, а лес степи отец",
    "en": "A borrowed lantern lights only the lender's road",
    "zh": "借来的灯笼只照主人的路",
}


def test_what_was_imported_is_found_and_shown_in_four_languages(program: Program) -> None:
    (program.folder / "own.jsonl").write_text(
        lines_of(*({"kind": "saying", "language": language, "text": text} for language, text in WORDS.items()))
    )

    imported = program.run("quotes", "import", "own.jsonl")
    asked = program.run("ask", "-", typed="\n".join(WORDS.values()))
    in_russian = program.run("ask", "--language", "ru", WORDS["kk"])

    assert (imported.returncode, imported.stdout) == (DONE, "")
    assert imported.stderr == "4 lines: 4 new, 0 same, 0 near-duplicates, 0 refused. Imported.\n"
    assert [words for words in WORDS.values() if words not in asked.stdout] == []
    assert "Оригинал (казахский); перевода на русский пока нет" in in_russian.stdout


def test_standard_input_is_imported_once_and_a_second_time_changes_nothing(returning: Program) -> None:
    typed = "\ufeff" + lines_of({"kind": "proverb", "text": WORDS["ru"]}, {"kind": "proverb", "text": WORDS["en"], "language": "en"})

    first = returning.run("quotes", "import", "-", "--language", "ru", typed=typed)
    before = dump(returning.folder / "quotes.db")
    second = returning.run("quotes", "import", "-", "--language", "ru", "--trust", typed=typed)

    assert (first.returncode, first.stdout) == (DONE, "")
    assert first.stderr == "2 lines: 2 new, 0 same, 0 near-duplicates, 0 refused. Imported.\n"
    assert (second.returncode, second.stdout) == (DONE, "")
    assert second.stderr == "2 lines: 0 new, 2 same, 0 near-duplicates, 0 refused. There was nothing to import.\n"
    assert dump(returning.folder / "quotes.db") == before


def test_bad_lines_are_named_and_nothing_is_imported(settled: Program) -> None:
    before = dump(settled.folder / "quotes.db")
    typed = lines_of({"kind": "proverb", "text": WORDS["ru"]}, {"kind": "joke", "text": "x"}) + "nonsense\n"

    done = settled.run("quotes", "import", "-", "--language", "ru", typed=typed)

    assert done.returncode == WRONG
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["standard input:2", "standard input:3"]
    assert done.stderr == "3 lines: 1 new, 0 same, 0 near-duplicates, 2 refused. Nothing was imported.\n"
    assert dump(settled.folder / "quotes.db") == before


def test_words_of_mixed_script_are_named_and_how_to_take_them_in_is_told(returning: Program) -> None:
    typed = lines_of({"kind": "proverb", "id": "own", "text": "Кемедегiнің жаны бiр болса да қайығы бөлек"})

    done = returning.run("quotes", "import", "-", "--language", "kk", typed=typed)

    assert done.returncode == WRONG
    assert done.stdout.startswith("standard input:1: own: 'Кемедегiнің' mixes Latin and Cyrillic (i LATIN SMALL LETTER I): ")
    assert done.stderr == (
        "1 line: 0 new, 0 same, 0 near-duplicates, 1 of mixed script, 0 refused."
        " Nothing was imported; --trust takes mixed scripts in as they are.\n"
    )
    assert returning.run("quotes", "import", "-", "--language", "kk", "--trust", typed=typed).returncode == DONE


def test_near_doubles_are_named_and_how_to_take_them_in_is_told(settled: Program) -> None:
    before = dump(settled.folder / "quotes.db")
    typed = lines_of({"kind": "proverb", "id": "own", "text": "Бирлик болмай, тирлик болмас!"})

    done = settled.run("quotes", "import", "-", "--language", "kk", typed=typed)
    tried = settled.run("quotes", "import", "-", "--language", "kk", "--trust", "--dry-run", typed=typed)

    assert (done.returncode, tried.returncode) == (WRONG, DONE)
    assert done.stdout == "standard input:1: own: nearly the same words as kk-birlik-tirlik, 100 %\n"
    assert (
        done.stderr
        == "1 line: 0 new, 0 same, 1 near-duplicate, 0 refused. Nothing was imported; --trust takes near-duplicates in as they are.\n"
    )
    assert tried.stderr == "1 line: 1 new, 0 same, 0 near-duplicates, 0 refused. Nothing was imported, for this was a dry run.\n"
    assert dump(settled.folder / "quotes.db") == before


@pytest.mark.parametrize("path", ["missing.jsonl", "folder.csv"])
def test_a_file_that_cannot_be_read_is_one_sentence(settled: Program, path: str) -> None:
    (settled.folder / "folder.csv").mkdir(exist_ok=True)

    done = settled.run("quotes", "import", path)

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch(rf"hundred-flowers: {re.escape(path)}:1: cannot be read: .+\n", done.stderr)


@pytest.mark.parametrize("action", ["import", "export"])
def test_a_file_of_another_format_is_one_sentence(settled: Program, action: str) -> None:
    done = settled.run("quotes", action, "own.xlsx")

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert done.stderr == "hundred-flowers: own.xlsx:1: of no known format; the name must end in .jsonl, .csv or .toml\n"


def test_what_was_exported_is_all_there_already_whatever_the_file_is_called(settled: Program, tmp_path: Path) -> None:
    """One format is enough here: `tests/services/test_exporting.py` has them all."""
    file = tmp_path / "all.txt"
    file.write_text("what was there before")
    file.chmod(0o640)

    out = settled.run("quotes", "export", "--format", "csv", str(file))
    back = settled.run("quotes", "import", "--format", "csv", str(file))

    assert (out.returncode, out.stdout) == (DONE, "")
    assert re.fullmatch(rf"\d{{3}} quotes written to {re.escape(str(file))}\.\n", out.stderr)
    assert re.fullmatch(r"(\d{3}) lines: 0 new, \1 same, 0 near-duplicates, 0 refused\. There was nothing to import\.\n", back.stderr)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["all.txt"]


def test_a_collection_of_a_group_comes_in_and_goes_out_by_itself(settled: Program) -> None:
    typed = lines_of({"kind": "proverb", "text": WORDS["en"], "language": "en"})

    done = settled.run("quotes", "import", "--collection", "-100", "-", typed=typed)
    own, common = settled.run("quotes", "export", "--collection", "-100"), settled.run("quotes", "export", "-")

    assert done.stderr.endswith("Imported.\n")
    assert (own.returncode, own.stderr) == (DONE, "1 quote written.\n")
    assert json.loads(own.stdout)["text"] == WORDS["en"]
    assert WORDS["en"] not in common.stdout
    assert len(common.stdout.splitlines()) > 200


@pytest.mark.parametrize("path", ["missing/all.csv", "folder.csv"])
def test_a_file_that_cannot_be_written_is_one_sentence(settled: Program, path: str) -> None:
    (settled.folder / "folder.csv").mkdir(exist_ok=True)

    done = settled.run("quotes", "export", path)

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch(rf"hundred-flowers: \S*{path}:1: cannot be written: .+\n", done.stderr)


def test_an_export_that_fails_leaves_the_file_as_it_was(settled: Program, tmp_path: Path) -> None:
    file = tmp_path / "all.toml"
    file.write_text("what was there before")

    done = settled.run("quotes", "export", str(file), HUNDRED_FLOWERS_DATABASE="postgresql://bot@127.0.0.1:1/quotes")

    assert done.returncode == WRONG
    assert file.read_text() == "what was there before"
    assert [path.name for path in tmp_path.iterdir()] == ["all.toml"]


def test_a_link_that_is_exported_to_goes_on_pointing_where_it_does(settled: Program, tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "file.jsonl")

    settled.run("quotes", "export", str(tmp_path / "link.jsonl"))

    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "file.jsonl").stat().st_size > 100_000


def test_an_import_killed_while_it_writes_leaves_the_store_as_it_was(returning: Program) -> None:
    """And the next one brings everything."""
    before = dump(returning.folder / "quotes.db")
    file = returning.folder / "own.jsonl"
    file.write_text(lines_of(*({"kind": "proverb", "language": "en", "text": f"saying {number}"} for number in range(8_000))))
    command = [sys.executable, "-m", "bot", "quotes", "import", "--trust", file.name]
    ours, theirs = pty.openpty()
    # The bar tells when it writes.
    with subprocess.Popen(  # noqa: S603  # our own program
        command, cwd=returning.folder, env=returning.environment(TERM="xterm"), stderr=theirs
    ) as process:
        os.close(theirs)
        read_until(ours, r"[1-9]\d?% writing")
        process.kill()
    os.close(ours)

    assert process.returncode == -signal.SIGKILL
    assert dump(returning.folder / "quotes.db") == before
    assert returning.run("quotes", "import", "--trust", file.name).stderr.startswith("8,000 lines: 8,000 new")


def test_ctrl_c_stops_an_import_that_waits_for_its_lines(settled: Program) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "quotes", "import", "-"],
        cwd=settled.folder,
        env=settled.environment(),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stderr
        # More than a pipe holds: it is written to its end only when somebody reads.
        process.stdin.write(b"\n" * 200_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()

    assert process.returncode == WRONG
    assert said.decode().strip() == "hundred-flowers: stopped"


def test_a_broken_file_stops_the_start_with_its_name_and_line_and_changes_nothing(returning: Program) -> None:
    """Run from a copy of the program, since it knows where its own files are."""
    database = returning.folder / "quotes.db"
    before = dump(database)
    for folder in ("bot", "quotes", "locales"):
        copy_tree(ROOT / folder, returning.folder / folder)
    (returning.folder / "quotes" / "zz-own.toml").write_text(BROKEN)

    done = returning.run("ask", "hello", PYTHONPATH=str(returning.folder))

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.search(r"zz-own\.toml:\d+: ", done.stderr)
    assert len(done.stderr.splitlines()) == 1
    assert dump(database) == before


def dump(database: Path) -> list[str]:
    """Everything in a SQLite file."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def copy_tree(source: Path, target: Path) -> None:
    """A copy of a folder, without what Python has compiled."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


# Backup and restore


def test_a_backup_of_a_file_goes_into_a_server_and_back(returning: Program, postgres_url: str) -> None:
    """As one who outgrows one machine moves, and comes back."""
    (returning.folder / "own.jsonl").write_text(lines_of({"kind": "saying", "language": "en", "text": WORDS["en"]}))
    returning.run("quotes", "import", "own.jsonl")
    there, again = {"HUNDRED_FLOWERS_DATABASE": postgres_url}, {"HUNDRED_FLOWERS_DATABASE": f"sqlite:///{returning.folder / 'again.db'}"}

    out = returning.run("backup", "flowers.backup")
    moved = returning.run("restore", "flowers.backup", **there)
    asked = returning.run("ask", WORDS["en"], **there)
    piped = subprocess.run(  # noqa: S602  # our own program
        f"{sys.executable} -m bot backup - | HUNDRED_FLOWERS_DATABASE=sqlite:///again.db {sys.executable} -m bot restore -",
        shell=True,
        cwd=returning.folder,
        env=returning.environment(**there),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (out.returncode, out.stdout) == (moved.returncode, moved.stdout) == (DONE, "")
    assert re.fullmatch(r"[\d,]+ rows backed up to flowers\.backup\.\n", out.stderr)
    assert moved.stderr == f"{out.stderr.split(' ')[0]} rows restored.\n"
    assert WORDS["en"] in asked.stdout
    assert piped.returncode == DONE, piped.stderr
    assert WORDS["en"] in returning.run("ask", WORDS["en"], **again).stdout


def test_half_a_backup_is_no_success(returning: Program) -> None:
    """Whoever takes it through a pipe learns that it broke off."""
    halved = subprocess.run(  # noqa: S603  # our own program
        ["bash", "-c", f"{sys.executable} -m bot backup - | head -c 10 > part; echo ${{PIPESTATUS[0]}}"],  # noqa: S607  # any shell
        cwd=returning.folder,
        env=returning.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert int(halved.stdout) == WRONG


def test_only_its_owner_may_read_a_backup_whatever_was_there_before(settled: Program, tmp_path: Path) -> None:
    (tmp_path / "old.backup").write_text("what was there before")
    (tmp_path / "old.backup").chmod(0o644)

    for name in ("old.backup", "new.backup"):
        settled.run("backup", str(tmp_path / name))

    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"old.backup": 0o600, "new.backup": 0o600}


def test_what_is_no_whole_backup_is_one_sentence_and_no_database_is_made(settled: Program, tmp_path: Path) -> None:
    settled.run("backup", str(tmp_path / "whole"))
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "other").write_text("what is this?")
    new = {"HUNDRED_FLOWERS_DATABASE": f"sqlite:///{tmp_path / 'new.db'}"}

    done = [settled.run("restore", str(tmp_path / name), **new) for name in ("cut", "other", "missing")]
    done.append(settled.run("restore", "-", typed=whole[:-1], **new))

    assert [(one.returncode, one.stdout, one.stderr.count("\n")) for one in done] == [(WRONG, "", 1)] * 4
    assert [re.search("too early|no.* backup|cannot be read", one.stderr) is not None for one in done] == [True] * 4
    assert not (tmp_path / "new.db").exists()


def test_a_database_in_use_is_not_replaced_without_being_told(returning: Program) -> None:
    before = dump(returning.folder / "quotes.db")
    returning.run("backup", "flowers.backup")

    refused = returning.run("restore", "flowers.backup")
    unchanged = dump(returning.folder / "quotes.db") == before
    replaced = returning.run("restore", "--replace", "flowers.backup")

    assert (refused.returncode, refused.stdout) == (WRONG, "")
    assert re.fullmatch("hundred-flowers: .*--replace.*\n", refused.stderr)
    assert unchanged
    assert replaced.returncode == DONE


@pytest.mark.parametrize("path", ["missing/flowers.backup", "folder.backup"])
def test_a_backup_that_cannot_be_written_is_one_sentence(settled: Program, path: str) -> None:
    (settled.folder / "folder.backup").mkdir(exist_ok=True)

    done = settled.run("backup", path)

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch(rf"hundred-flowers: \S*{path}: cannot be written: .+\n", done.stderr)


def test_a_backup_for_which_there_is_no_room_leaves_the_one_before(settled: Program, tmp_path: Path) -> None:
    file = tmp_path / "flowers.backup"
    file.write_text("what was there before")

    done = limited(settled, 50_000, "backup", str(file))

    assert done.returncode == WRONG
    assert re.fullmatch(r"hundred-flowers: \S*flowers\.backup: cannot be written: File too large\n", done.stderr)
    assert file.read_text() == "what was there before"
    assert [path.name for path in tmp_path.iterdir()] == ["flowers.backup"]


# Databases that cannot be used


def limited(program: Program, most_bytes: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program on a disk that has no room for a file of more than *most_bytes*, and no rights but those that files give it."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        # Whoever is root may else write and read everything: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability)

    return subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=program.folder,
        # Python would keep the half of what it compiles that there is room for, and no process would start with it any longer.
        env=program.environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )


def test_a_start_for_which_there_is_no_room_is_one_sentence_and_writes_no_half(program: Program) -> None:
    done = limited(program, 200_000, "ask", "hello")
    again = program.run("ask", "百花齐放")

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch("hundred-flowers: the database .*(make room|disk is full).*\n", done.stderr)
    assert (again.returncode, again.stderr) == (DONE, "")
    assert "百花齐放" in again.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="drops the rights of root as Linux does it")
@pytest.mark.parametrize("of", ["file", "folder"])
def test_a_database_that_may_not_be_written_is_one_sentence(returning: Program, of: str) -> None:
    path = returning.folder / "quotes.db" if of == "file" else returning.folder
    path.chmod(path.stat().st_mode & ~0o222)

    done = limited(returning, 100_000_000, "ask", "hello")

    path.chmod(0o755)
    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch("hundred-flowers: the database .*; let this user .*\n|hundred-flowers: .*: let this user .*\n", done.stderr)


@pytest.mark.parametrize("damage", ["half", "start", "garbage", "first page", "other"])
def test_a_damaged_database_is_one_sentence_that_says_what_to_do_and_is_left_as_it_is(returning: Program, damage: str) -> None:
    file = returning.folder / "quotes.db"
    whole = file.read_bytes()
    content = {
        "half": whole[: len(whole) // 2],
        "start": whole[:1_000],
        "garbage": whole[:4_096] + bytes(range(256)) * ((len(whole) - 4_096) // 256),
        "first page": whole[:100] + b"\xff" * 100 + whole[200:],
        "other": b"this is not a database" * 1_000,
    }[damage]
    file.write_bytes(content)

    done = returning.run("ask", "hello")

    assert (done.returncode, done.stdout) == (WRONG, "")
    assert re.fullmatch("hundred-flowers: the database .* restore a backup: hundred-flowers restore FILE\n", done.stderr)
    assert file.read_bytes() == content


def test_a_damaged_database_is_mended_as_its_sentence_says(returning: Program) -> None:
    file = returning.folder / "quotes.db"
    returning.run("backup", "flowers.backup")
    file.write_bytes(file.read_bytes()[:10_000])
    file.rename(returning.folder / "damaged.db")

    restored = returning.run("restore", "flowers.backup")
    asked = returning.run("ask", "百花齐放")

    assert restored.returncode == asked.returncode == DONE
    assert "百花齐放" in asked.stdout
