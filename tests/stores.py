"""Stores that are made once, by the bot, and copied for each test that is not about their making: it takes longer than most tests."""

from pathlib import Path

import asyncpg
from sqlalchemy import make_url

from bot.corpus.reader import Corpus
from bot.services.answering import Answering
from bot.store.engine import Database
from bot.store.index_files import IndexFiles, folder_of
from bot.store.quotes import QuoteStore

# A corpus, whether its index is there, and the content of each file by what its path has behind that of the database.
_made: list[tuple[Corpus | None, bool, dict[str, bytes]]] = []


def index_of(url: str) -> IndexFiles | None:
    """The index beside the SQLite file at *url*; None of a database that is no file."""
    folder = folder_of(url, None)
    return IndexFiles(folder) if folder else None


async def put_sqlite(url: str, corpus: Corpus | None = None, *, index: bool = False) -> None:
    """Put a SQLite file at *url*, with the schema of today and the quotes of *corpus*, unless there is one; with *index* its index, too.

    An address of PostgreSQL is left as it is.
    """
    if not url.startswith("sqlite:") or _is_there(url):
        return
    for of, indexed, files in _made:
        if of is corpus and indexed == index:
            _write(url, files)
            return
    async with Database(url) as database:
        if corpus:
            await QuoteStore(database).take_in(corpus.quotes, "shipped")
        if index:
            await Answering(QuoteStore(database), index_of(url)).refresh()
    # Once its last connection is closed, all of a SQLite database is in the one file.
    _made.append((corpus, index, _read(url)))


def _is_there(url: str) -> bool:
    return _file(url).exists()


def _read(url: str) -> dict[str, bytes]:
    file = _file(url)
    paths = [file, *Path(f"{file}.index").rglob("*.*")]
    return {str(path).removeprefix(str(file)): path.read_bytes() for path in paths}


def _write(url: str, files: dict[str, bytes]) -> None:
    for behind, content in files.items():
        path = Path(f"{_file(url)}{behind}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


async def copy_postgres(server: str) -> str:
    """The address of a database of *server* that has the schema of today and nothing else."""
    original, copy = (make_url(server).set(database=name).render_as_string(hide_password=False) for name in ("original", "copy"))
    connection = await asyncpg.connect(server)
    try:
        if not await connection.fetchval("SELECT count(*) FROM pg_database WHERE datname = 'original'"):
            await connection.execute("CREATE DATABASE original")
            async with Database(original):
                pass
        await connection.execute("DROP DATABASE IF EXISTS copy WITH (FORCE)")
        await connection.execute("CREATE DATABASE copy TEMPLATE original")
    finally:
        await connection.close()
    return copy
