"""Collections as files in a chat: looked at, taken in, taken out again, and given out."""

import asyncio
import contextlib
import datetime
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, BinaryIO, cast

from msgspec.structs import replace

from bot.corpus.fields import Known
from bot.corpus.formats import Format, Writer, format_of, reader_of
from bot.errors import QuoteFileError
from bot.services.answering import Answering
from bot.services.answers import Answer
from bot.services.exporting import Exporting
from bot.services.importing import Importing, Report, Stage
from bot.services.incoming import Document, Incoming
from bot.services.standing import Standing
from bot.services.upkeep_answers import Exported, FileLookedAt, FileProgress, FileRefused, Say, Told
from bot.services.upkeep_intents import Export
from bot.store.drafts import Draft, DraftStore, Purpose, Step
from bot.store.quotes import ImportOrder, QuoteStore
from bot.text.language import Language
from bot.text.normalise import printable

# What a bot may fetch from Telegram, and so much of it may be in memory.
MAX_FILE_BYTES = 20_000_000
# An import can be taken back for so long.
_UNDO = datetime.timedelta(days=1)
# Telegram takes no larger file of a bot.
_MAX_SENT_BYTES = 50_000_000
_SPOOLED_BYTES = 1_000_000
_NAME = "hundred-flowers"


@dataclass(frozen=True)
class Filing:
    """Imports and exports in a chat."""

    quotes: QuoteStore
    drafts: DraftStore
    answering: Answering
    known: Known
    clock: Callable[[], datetime.datetime]

    def ordered(self, document: Document | None, collection: int | None, language: Language) -> Draft | Told:
        """The draft of an import into *collection* of the file that came along; what is wrong when there is none to be had."""
        if document is None:
            return Told(language, Say.SEND_A_FILE, refused=True)
        if document.size > MAX_FILE_BYTES:
            return Told(language, Say.FILE_TOO_LARGE, refused=True)
        name = _file_name(document.name)
        return Draft(Purpose.IMPORT, Step.PREVIEW, collection=collection, file_id=document.file_id, file_name=name)

    async def look_at(self, draft: Draft, incoming: Incoming, language: Language) -> Answer:
        """What the file of *draft* would bring; a button then takes it in. Until then a kept draft stays whose it was."""
        try:
            report = await self._imported(draft, incoming, language)
        except QuoteFileError as error:
            await self._dropped(draft)
            return FileRefused(language, str(error))
        if report is None:
            return Told(language, Say.FILE_GONE, refused=True)
        return await self._offered(draft, report, incoming, language)

    async def _offered(self, draft: Draft, report: Report, incoming: Incoming, language: Language) -> Answer:
        """What would come of the file of *draft*, and its button, where there is anything to take in."""
        if report.refused or not (report.new or report.is_doubtful):
            await self._dropped(draft)
            return FileLookedAt(language, draft.file_name, report)
        # What is doubtful was looked at by whoever presses the button.
        kept = await self._kept(replace(draft, anyway=report.is_doubtful), incoming)
        return FileLookedAt(language, draft.file_name, report, kept.id) if kept else Told(language, Say.DRAFT_GONE, refused=True)

    async def _kept(self, draft: Draft, incoming: Incoming) -> Draft | None:
        """*draft* as that of whoever is at hand; None when it has gone meanwhile."""
        if draft.id:
            return await self.drafts.keep(replace(draft, person_id=incoming.person_id), self.clock())
        return await self.drafts.begin(draft, incoming.person_id, incoming.chat_id, self.clock())

    async def _dropped(self, draft: Draft) -> None:
        if draft.id:
            await self.drafts.drop(draft.id)

    async def take_in(self, draft: Draft, incoming: Incoming, language: Language) -> Answer:
        """Take in the file of *draft*: all of it, or nothing."""
        order = ImportOrder(draft.id, draft.person_id, self.clock())
        try:
            report = await self._imported(draft, incoming, language, order)
        except QuoteFileError as error:
            return FileRefused(language, str(error))
        if report is None:
            return Told(language, Say.FILE_GONE, refused=True)
        if report.imported and report.number is None:
            return Told(language, Say.DRAFT_GONE, refused=True)
        if not report.sound:
            # Somebody has saved the like of it since it was looked at.
            return await self._offered(draft, report, incoming, language)
        await self.answering.refresh()
        return FileLookedAt(language, draft.file_name, report, number=report.number)

    async def undo(self, number: int, incoming: Incoming, language: Language) -> Answer:
        """Take out again what somebody's import of this day brought."""
        undone = await self.quotes.undo_import(number, incoming.person_id, self.clock() - _UNDO)
        if undone is None:
            return Told(language, Say.TOO_LATE, refused=True)
        await self.answering.refresh()
        return Told(language, Say.IMPORT_UNDONE)

    async def _imported(self, draft: Draft, incoming: Incoming, language: Language, order: ImportOrder | None = None) -> Report | None:
        """What became of the lines of the file; without an *order* they are only looked at. None when the file cannot be had."""
        path = Path(draft.file_name)
        reader = reader_of(format_of(path), path, self.known, collection=draft.collection, max_bytes=MAX_FILE_BYTES)
        content = await incoming.files.fetch(draft.file_id)
        if content is None:
            return None

        def tell(stage: Stage, done: int, total: int | None) -> None:
            incoming.watch(FileProgress(language, draft.file_name, stage, done, total or done))

        tell(Stage.READING, 0, len(content))
        with Importing(reader, tell, trust=draft.anyway) as importing:
            await asyncio.to_thread(importing.gather, io.BytesIO(content), len(content))
            return await importing.take_in(self.quotes, dry_run=order is None, order=order)

    async def give_out(self, words: str, standing: Standing, incoming: Incoming, language: Language) -> Answer:
        """The collection that somebody looks after here, as a file."""
        try:
            format_ = Format(words.strip().casefold() or Format.JSONL)
        except ValueError:
            return Told(language, Say.EXPORT_FORM, refused=True)
        if incoming.anonymous:
            return Told(language, Say.CONFIRM_AS_ADMIN, intent=Export(format_))
        exporting = Exporting(Writer(format_, self.known), Path(f"{_NAME}.{format_}"))
        with contextlib.ExitStack() as opened:
            file: IO[bytes] = opened.enter_context(tempfile.SpooledTemporaryFile(_SPOOLED_BYTES))
            try:
                async with contextlib.aclosing(exporting.parts(self.quotes, standing.collections[0])) as parts:
                    async for part in parts:
                        # In a thread: a large one is written to disk.
                        await asyncio.to_thread(file.write, part)
                        if file.tell() > _MAX_SENT_BYTES:
                            return Told(language, Say.FILE_TOO_LARGE, refused=True)
            except QuoteFileError as error:
                return FileRefused(language, str(error))
            file.seek(0)
            opened.pop_all()  # closed by whoever sends it
        return Exported(language, f"{_NAME}.{format_}", cast(BinaryIO, file), exporting.count)


def _file_name(name: str) -> str:
    """What a file is called, without any folder and fit to be shown."""
    return printable(PurePath(name.replace("\\", "/")).name)[-60:] or "?"
