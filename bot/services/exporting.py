"""Collections out of the store, as files that `importing` takes in without loss."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.corpus.formats import Writer
from bot.errors import QuoteFileError
from bot.store.quotes import QuoteStore, Stored


class Exporting:
    """One export of a file that is called *path*; *count* tells how many quotes have gone into it."""

    def __init__(self, writer: Writer, path: Path) -> None:
        """Write by *writer*."""
        self._writer = writer
        self._path = path
        self.count = 0

    async def parts(self, store: QuoteStore, collection: int | None) -> AsyncGenerator[bytes, None]:
        """The file of the quotes of a group's own *collection*, or with None of the common ones, in parts; in order of id.

        Raises:
            QuoteFileError: when it becomes larger than files of its format may be.
        """
        yield self._writer.head
        size = len(self._writer.head)
        # Closed with us, also when nobody wants the rest: the store's transaction is not to wait for the garbage to be collected.
        async with contextlib.aclosing(store.of_collection(collection)) as batches:
            async for some in batches:
                part = await asyncio.to_thread(self._part, some)
                size += len(part)
                if self._writer.max_bytes is not None and size > self._writer.max_bytes:
                    most = f"{self._writer.max_bytes / 1_000_000:g} MB"
                    raise QuoteFileError(self._path, 1, f"more than the {most} that such a file may have; JSONL and CSV may be larger")
                self.count += len(some)
                yield part

    def _part(self, some: list[Stored]) -> bytes:
        return b"".join(self._writer.line(stored.quote) for stored in some)
