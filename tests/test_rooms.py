"""The house: who may import whom, where each library lives, and what the lower rooms do without."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
FILES = sorted(path for path in BOT.rglob("*.py") if "migrations" not in path.parts)
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
# From the bottom up; errors and logs are known to all.
ROOMS = ["text", "corpus", "search", "store", "services", "rendering", "fronts"]
ANYBODYS = {"errors"}
TOP = {"app", "settings", "logs", "__main__"}
LIBRARIES = {
    "rapidfuzz": "search",
    "opencc": "text",
    "sqlalchemy": "store",
    "alembic": "store",
    "aiosqlite": "store",
    "asyncpg": "store",
    "gettext": "rendering",
    "babel": "rendering",
    "telegram": "fronts/telegram",
    "aiohttp": "fronts/telegram",
    "prometheus_client": "fronts/telegram",
    "tomllib": "corpus",
    "borax": "corpus",
    "dotenv": "settings",
    "platformdirs": "settings",
    "argparse": "__main__",
}
CLOCKS = {"time.time", "time.monotonic", "time.perf_counter", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today"}


def tree_of(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too; a name imported from a package counts as a module of it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    """The room a file is in: a folder of bot/, or the name of a file beside them."""
    parts = path.relative_to(BOT).with_suffix("").parts
    return parts[0]


def own_rooms(path: Path) -> set[str]:
    """The rooms a file imports from."""
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("bot.")}


def calls_of(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file, with the dotted name of what is called."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_every_room_is_known_here() -> None:
    assert {room_of(path) for path in FILES} == {*ROOMS, *ANYBODYS, *TOP, "__init__"}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_room_imports_itself_and_the_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    if room in ROOMS:
        allowed = {*ROOMS[: ROOMS.index(room) + 1], *ANYBODYS}
    elif room in ANYBODYS or room in {"__init__", "logs"}:
        allowed = set()
    elif room == "settings":
        allowed = {*ANYBODYS, "text"}
    else:
        allowed = {*ROOMS, *ANYBODYS, *TOP}

    assert own_rooms(path) <= allowed


@pytest.mark.parametrize(("front", "other"), [("telegram", "console"), ("console", "telegram")])
def test_the_two_fronts_never_import_each_other(front: str, other: str) -> None:
    imported = {name for path in (BOT / "fronts" / front).rglob("*.py") for name in imports_of(path)}

    assert imported
    assert not any(name.startswith(f"bot.fronts.{other}") for name in imported)


def test_nothing_of_a_front_is_imported_below_the_fronts_or_when_the_application_is() -> None:
    """`serve` imports Telegram when it is run, so that the terminal need not wait for it."""
    for path in FILES:
        at_import = {
            name
            for node in tree_of(path).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        }
        if "fronts" not in path.parts:
            assert not any(name.startswith("bot.fronts") for name in at_import), path


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_each_library_has_one_room(path: Path) -> None:
    place = path.relative_to(BOT).with_suffix("").as_posix()

    strangers = {
        name for name in imports_of(path) if (home := LIBRARIES.get(name.split(".")[0])) and not f"{place}/".startswith(f"{home}/")
    }

    assert strangers == set()


def test_arrays_are_made_in_search_and_kept_by_the_store() -> None:
    users = {path.relative_to(BOT).as_posix() for path in FILES if any(name.split(".")[0] == "numpy" for name in imports_of(path))}

    assert {user for user in users if not user.startswith("search/")} == {"store/index_files.py"}


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in {"text", "corpus", "search"}], ids=str)
def test_the_lowest_rooms_have_no_async_no_clock_and_no_chance(path: Path) -> None:
    nodes = list(ast.walk(tree_of(path)))

    assert not any(isinstance(node, ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await) for node in nodes)
    assert not {name.split(".")[0] for name in imports_of(path)} & {"asyncio", "random", "time", "secrets", "uuid", "threading", "socket"}
    assert not {name for name, _ in calls_of(path)} & {*CLOCKS, "datetime.now", "date.today"}


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in {"text", "search"}], ids=str)
def test_only_the_corpus_reads_files_among_the_lowest_rooms(path: Path) -> None:
    """But for the table of characters that OpenCC ships, which `text` reads from its package."""
    assert "open" not in {name for name, _ in calls_of(path)}
    assert "pathlib" not in set(imports_of(path))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_chance_is_handed_in_and_never_the_global_one(path: Path) -> None:
    assert not [name for name, _ in calls_of(path) if re.fullmatch(r"random\.[a-z_]+", name)]


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in {"services", "store", "rendering"}], ids=str)
def test_the_clock_is_handed_in(path: Path) -> None:
    assert not [name for name, _ in calls_of(path) if name in CLOCKS or name.endswith((".now", ".today", ".utcnow"))]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_settings_alone_reads_the_environment(path: Path) -> None:
    """And the Telegram front sets one variable for its library, which reads it at import."""
    used = re.findall(r"os\.environ\S*|os\.getenv|os\.putenv", path.read_text(encoding="utf-8"))

    if path == BOT / "fronts" / "telegram" / "__init__.py":
        assert used == ['os.environ["PTB_TIMEDELTA"]']
    elif path != BOT / "settings.py":
        assert used == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_settings_are_read_by_the_two_that_join_the_rooms(path: Path) -> None:
    readers = {BOT / "app.py", BOT / "__main__.py", BOT / "settings.py"}

    assert path in readers or "settings" not in own_rooms(path)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_only_messages_and_quotation_name_messages_and_only_as_whole_strings(path: Path) -> None:
    """Extraction skips what is put together at run time, in silence."""
    calls = [call for name, call in calls_of(path) if name.split(".")[-1] in {"gettext", "ngettext", "pgettext", "npgettext", "_"}]
    texts = [argument for call in calls for argument in call.args if not isinstance(argument, ast.Name | ast.Attribute | ast.Call)]

    assert not calls or path in {
        BOT / "rendering" / "messages.py",
        BOT / "rendering" / "quotation.py",
        BOT / "rendering" / "upkeep.py",
        BOT / "rendering" / "drafts.py",
        BOT / "rendering" / "told.py",
        BOT / "rendering" / "posts.py",
        BOT / "rendering" / "subscriptions.py",
        BOT / "rendering" / "settled.py",
        BOT / "rendering" / "announcements.py",
        BOT / "rendering" / "terminal.py",
    }
    assert all(call.args and isinstance(call.args[0], ast.Constant) for call in calls)
    assert all(isinstance(text, ast.Constant) for text in texts)


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in {"services", "store", "search", "corpus", "text"}], ids=str)
def test_the_rooms_below_rendering_hold_no_markup_and_no_sql(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"</?(b|i|a|code|pre)>", text)
    assert room_of(path) == "store" or not re.search(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", text)


def test_every_folder_of_code_says_in_one_sentence_what_it_is() -> None:
    for path in BOT.rglob("__init__.py"):
        docstring = ast.get_docstring(tree_of(path))

        assert docstring, path
        assert "\n" not in docstring, path


def test_there_is_no_room_for_things_without_a_word() -> None:
    names = {path.stem for path in BOT.rglob("*")}

    assert not names & {"utils", "util", "helpers", "helper", "const", "consts", "constants", "manager", "managers", "common", "misc"}


def test_nothing_is_printed_but_by_the_terminal_and_the_command_line() -> None:
    printing = {path for path in FILES if "print" in {name for name, _ in calls_of(path)}}

    assert all(path == BOT / "__main__.py" or path.is_relative_to(BOT / "fronts" / "console") for path in printing)
