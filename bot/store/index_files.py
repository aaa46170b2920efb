"""The arrays of a search on disk, beside the database: a start maps them instead of folding every text again.

A folder for each state, and one small file that names the state in force with the checksum of every array. That file is put in place
last and in one step, so a crash leaves the state before or the state after; and nothing is used whose bytes are not those it names.
"""

import contextlib
import logging
import os
import secrets
import shutil
import unicodedata
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import make_url

from bot.store.quote_rows import Revision

_log = logging.getLogger(__name__)
Arrays = Mapping[str, NDArray[Any]]
_MANIFEST = "manifest.json"
_STATE = "state-"
_PIECE_BYTES = 1 << 22
_THREADS = 2
# Distributions whose tables the texts go through.
_TABLES = ("opencc-python-reimplemented", "pypinyin")
# A state that nobody has put in force for so long is of a process that was killed.
_ABANDONED_SECONDS = 3_600


class _Manifest(msgspec.Struct, frozen=True):
    """What is in force: the store's *revision* and *mark*, the *form* of the code that made it, and the CRC-32 of each array's file."""

    revision: int
    mark: str
    form: str
    folder: str
    checksums: dict[str, int]


class Damaged(Exception):
    """The files are not what was written."""


def folder_of(database: str, cache: Path | None) -> Path | None:
    """Where the index of the store at the address *database* lies: beside a SQLite file, else in the folder *cache*; None without one."""
    url = make_url(database)
    if url.drivername == "sqlite" and url.database:
        return Path(f"{url.database}.index")
    # Without the password: it may change, and has no business in a name.
    return cache and cache / f"index-{sha256(url.set(password=None).render_as_string().encode()).hexdigest()[:16]}"


def form_of_code() -> str:
    """A digest of what texts go through on their way into an index, our code and others' tables: another version looks for other grams."""
    rooms = Path(__file__).parents[1]
    tables = [unicodedata.unidata_version, *map(version, _TABLES)]
    digest = sha256("\n".join(tables).encode())
    for file in sorted([*rooms.glob("text/*.py"), *rooms.glob("search/*.py"), rooms / "corpus" / "quote.py"]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:32]


class IndexFiles:
    """The files of one index. Its methods block; they are a thread's work."""

    def __init__(self, folder: Path) -> None:
        """Keep them in *folder*, which need not be there yet."""
        self._folder = folder
        self._form = form_of_code()

    def load(self) -> tuple[Revision, Arrays] | None:
        """The arrays as they were last saved, mapped into memory, and the revision they are of; None when there are none to be trusted.

        Whatever keeps them from being used is logged.
        """
        try:
            while (written := self._manifest()) is not None:
                try:
                    return self._mapped(written)
                except (OSError, Damaged):
                    # Another process may have put a newer state in force meanwhile, and swept this one away.
                    if self._manifest() == written:
                        raise
        except (OSError, ValueError, msgspec.MsgspecError, Damaged) as error:
            _log.warning("the index on disk is damaged and will be built anew: %s", error)
        return None

    def _manifest(self) -> bytes | None:
        try:
            return (self._folder / _MANIFEST).read_bytes()
        except FileNotFoundError:
            return None

    def _mapped(self, written: bytes) -> tuple[Revision, Arrays] | None:
        manifest = msgspec.json.decode(written, type=_Manifest)
        if manifest.form != self._form:
            _log.info("the index on disk was made by another version of the program: it will be built anew")
            return None
        folder = self._folder / manifest.folder
        if folder.parent != self._folder or not manifest.folder.startswith(_STATE):
            raise Damaged("the manifest names a folder elsewhere")
        with ThreadPoolExecutor(_THREADS) as pool:
            found = pool.map(lambda name: _checksum(folder / f"{name}.npy"), manifest.checksums)
            if wrong := [name for (name, expected), sum_ in zip(manifest.checksums.items(), found, strict=True) if sum_ != expected]:
                raise Damaged(f"wrong checksum of {', '.join(wrong)}")
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in manifest.checksums}
        return Revision(manifest.revision, manifest.mark), {name: _plain(array) for name, array in arrays.items()}

    def save(self, revision: Revision, arrays: Arrays) -> None:
        """Put *arrays*, which are of *revision*, in the place of what was saved before. A failure is logged: the bot runs without them."""
        name = f"{_STATE}{secrets.token_hex(8)}"
        folder = self._folder / name
        try:
            folder.mkdir(parents=True)
            checksums = {}
            for key, array in arrays.items():
                np.save(folder / f"{key}.npy", array, allow_pickle=False)
                checksums[key] = _checksum(folder / f"{key}.npy")
            fresh = folder / _MANIFEST
            fresh.write_bytes(msgspec.json.encode(_Manifest(revision.number, revision.mark, self._form, name, checksums)))
            before = self._in_force()
            fresh.replace(self._folder / _MANIFEST)
        except OSError as error:
            _log.warning("the index cannot be kept on disk: %s", error.strerror or error)
            shutil.rmtree(folder, ignore_errors=True)
            return
        self._sweep(name, before)

    def _in_force(self) -> str | None:
        """The name of the state in force; None without one that can be read."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            if written := self._manifest():
                return msgspec.json.decode(written, type=_Manifest).folder
        return None

    def _sweep(self, kept: str, before: str | None) -> None:
        """Remove the state *before* the one *kept*, and what was left half done; what another process has mapped stays readable to it.

        A young state may be one that another process is writing, or has just put in force.
        """
        with contextlib.suppress(OSError):
            abandoned = (self._folder / kept).stat().st_mtime - _ABANDONED_SECONDS
            for state in self._folder.glob(f"{_STATE}*"):
                if state.name == before or (state.name != kept and state.stat().st_mtime < abandoned):
                    shutil.rmtree(state, ignore_errors=True)


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    # A mapped array is of a subclass whose every slice costs a microsecond more; a view of it is not.
    return array.view(np.ndarray)


def _checksum(file: Path) -> int:
    # Read and not mapped: pages of a mapped file would count as the process's memory.
    checksum = 0
    with file.open("rb", buffering=0) as stream:
        with contextlib.suppress(AttributeError, OSError):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
        while piece := stream.read(_PIECE_BYTES):
            checksum = zlib.crc32(piece, checksum)
    return checksum
