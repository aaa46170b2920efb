"""The arrays of a search on disk: nothing is used that is not what was written."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from bot.store.index_files import Arrays, IndexFiles, folder_of, form_of_code
from bot.store.quote_rows import Revision

ROOT = Path(__file__).parents[2]
ARRAYS: Arrays = {"texts.codes": np.arange(5_000, dtype=np.uint16), "entries.id": np.array([b"one", b"two"], "S40"), "empty": np.zeros(0)}
AT = Revision(7, "mark")


@pytest.fixture
def files(tmp_path: Path) -> IndexFiles:
    """The files of an index that has been saved."""
    found = IndexFiles(tmp_path / "index")
    found.save(AT, ARRAYS)
    return found


def state_of(folder: Path) -> Path:
    """The folder of the state in force."""
    (found,) = (folder / "index").glob("state-*")
    return found


def test_what_was_saved_is_loaded(files: IndexFiles) -> None:
    loaded = files.load()

    assert loaded
    assert loaded[0] == AT
    assert {name: array.tolist() for name, array in loaded[1].items()} == {name: array.tolist() for name, array in ARRAYS.items()}


def test_where_nothing_was_saved_nothing_is_loaded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert IndexFiles(tmp_path / "index").load() is None
    assert caplog.text == ""


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("harm", ["flipped", "cut off", "gone", "longer"])
def test_a_damaged_file_is_noticed_and_never_trusted(
    files: IndexFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, harm: str
) -> None:
    file = state_of(tmp_path) / f"{name}.npy"
    content = file.read_bytes()
    match harm:
        case "flipped":
            file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        case "cut off":
            file.write_bytes(content[:-1])
        case "gone":
            file.unlink()
        case "longer":
            file.write_bytes(content + b"\0")

    assert files.load() is None
    assert "damaged" in caplog.text


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b'{"revision": 1}', b"\xff\xfe", b'{"revision":7,"mark":"m","form":"x","folder":"..","checksums":{}}']
)
def test_a_broken_manifest_is_never_trusted(files: IndexFiles, tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "index" / "manifest.json").write_bytes(manifest)

    assert files.load() is None


def test_an_index_made_by_other_code_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("bot.store.index_files.form_of_code", lambda: "older")
    IndexFiles(tmp_path / "index").save(AT, ARRAYS)
    monkeypatch.undo()

    assert IndexFiles(tmp_path / "index").load() is None
    assert "another version" in caplog.text


def test_another_table_of_characters_is_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    now = form_of_code()

    monkeypatch.setattr("bot.store.index_files.version", lambda name: "9.9.9" if name == "pypinyin" else version(name))

    assert form_of_code() != now


def test_a_manifest_that_names_a_folder_elsewhere_is_not_followed(files: IndexFiles, tmp_path: Path) -> None:
    manifest = tmp_path / "index" / "manifest.json"
    state = state_of(tmp_path)
    state.rename(tmp_path / "elsewhere")
    manifest.write_bytes(manifest.read_bytes().replace(state.name.encode(), b"../elsewhere"))

    assert files.load() is None


def test_a_save_takes_the_place_of_the_one_before_and_leaves_what_is_mapped_readable(files: IndexFiles, tmp_path: Path) -> None:
    mapped = files.load()
    files.save(Revision(8, "next"), {"texts.codes": np.zeros(3, np.uint16)})

    loaded = files.load()

    assert loaded
    assert loaded[0] == Revision(8, "next")
    assert state_of(tmp_path)  # only one is left
    assert mapped
    assert mapped[1]["texts.codes"].sum() == ARRAYS["texts.codes"].sum()


def test_where_nothing_can_be_written_the_bot_goes_on_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "index").write_text("a file stands in the way")

    IndexFiles(tmp_path / "index").save(AT, ARRAYS)

    assert "cannot be kept on disk" in caplog.text
    assert IndexFiles(tmp_path / "index").load() is None


def test_a_save_that_is_killed_leaves_the_state_before_or_the_one_after(files: IndexFiles, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import numpy as np\n"
        "from bot.store.index_files import IndexFiles; from bot.store.quote_rows import Revision\n"
        "files = IndexFiles(Path(sys.argv[1])); print('ready', flush=True)\n"
        "for number in range(8, 10_000): files.save(Revision(number, str(number)), {'a': np.full(200_000, number)})\n"
    )
    for pause in (0.0, 0.01, 0.02, 0.05):
        command = [sys.executable, "-c", script, str(tmp_path / "index")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:  # noqa: S603  # our own
            assert process.stdout
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)

        loaded = files.load()

        assert loaded
        revision, arrays = loaded
        assert revision == AT or (str(revision.number) == revision.mark and set(arrays["a"].tolist()) == {revision.number})


def test_what_a_killed_save_has_left_is_swept_when_it_is_old(files: IndexFiles, tmp_path: Path) -> None:
    young, old = tmp_path / "index" / "state-young", tmp_path / "index" / "state-old"
    for left in (young, old):
        left.mkdir()
    os.utime(old, (0, 0))

    files.save(Revision(8, "next"), ARRAYS)

    assert young.exists()  # perhaps somebody is writing it
    assert not old.exists()


async def test_loading_while_another_saves_never_fails_and_never_mixes(files: IndexFiles) -> None:
    def save() -> None:
        for number in range(8, 60):
            files.save(Revision(number, str(number)), {"a": np.full(5_000, number), "b": np.full(5_000, number)})

    def load() -> list[tuple[int, set[int]]]:
        found = []
        for _ in range(60):
            loaded = files.load()
            assert loaded, "another process's save was taken for damage"
            if "a" in loaded[1]:
                found.append((loaded[0].number, {*loaded[1]["a"].tolist(), *loaded[1]["b"].tolist()}))
        return found

    _, seen = await asyncio.gather(asyncio.to_thread(save), asyncio.to_thread(load))

    assert [(number, values) for number, values in seen if values != {number}] == []


@pytest.mark.parametrize(
    ("database", "cache", "expected"),
    [
        ("sqlite:////data/quotes.db", Path("/cache"), "/data/quotes.db.index"),
        ("sqlite:////data/quotes.db", None, "/data/quotes.db.index"),
        ("postgresql://me@host/name", None, None),
    ],
)
def test_the_index_lies_beside_the_database(database: str, cache: Path | None, expected: str | None) -> None:
    assert folder_of(database, cache) == (Path(expected) if expected else None)


def test_each_server_has_a_folder_of_its_own_that_does_not_tell_the_password() -> None:
    cache = Path("/cache")
    one, changed, other = (
        folder_of(f"postgresql://me:{word}@host/{name}", cache) for word, name in (("secret", "a"), ("changed", "a"), ("secret", "b"))
    )

    assert one == changed != other
    assert one
    assert one.parent == cache
    assert "secret" not in str(one)
