"""Drafts: what somebody has begun to add, edit, translate or suggest, as far as it has come."""

import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from bot.corpus.quote import Quote
from bot.store.engine import Database
from bot.store.schema import drafts, in_utc
from bot.text.language import Language


class Purpose(StrEnum):
    """What a draft is to become."""

    ADD = "add"
    EDIT = "edit"
    TRANSLATE = "translate"
    SUGGEST = "suggest"
    REVIEW = "review"  # a suggestion, to be accepted with changes
    IMPORT = "import"  # a file, once it has been looked at
    REASON = "reason"  # why a suggestion is not accepted, or what is to be changed


class Step(StrEnum):
    """What is asked for next."""

    TEXT = "text"
    LANGUAGE = "language"
    KIND = "kind"
    SPEAKER = "speaker"
    SOURCE = "source"
    TOPICS = "topics"
    TRANSLATIONS = "translations"
    WORDING = "wording"
    PREVIEW = "preview"
    WHY = "why"


# The steps at which words are waited for.
TYPED = frozenset((Step.TEXT, Step.SPEAKER, Step.SOURCE, Step.WORDING, Step.WHY))


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft. *quote* is the whole quote as it would be saved now.

    *since* is the version it was made from, 0 for a new one; *wording* the language whose words are asked for; *guided* says that one
    question follows the other; *subject* is the suggestion it is about, and *verdict* what is to become of that. *translation* is the one
    language in which somebody who suggests says what a stored quote says: nothing else of it is theirs to change.
    """

    purpose: Purpose
    step: Step
    quote: Quote | None = None
    collection: int | None = None
    since: int = 0
    wording: Language | None = None
    guided: bool = False
    translation: Language | None = None
    subject: int | None = None
    verdict: str = ""
    # Of an import: the file, as the front knows it, and its name.
    file_id: str = ""
    file_name: str = ""
    # The one that has been shown its near-doubles; they are not asked about again.
    anyway: bool = False
    id: int = 0
    person_id: int = 0
    chat_id: int = 0
    # When it was kept last; None before.
    at: datetime.datetime | None = None

    @property
    def is_groups(self) -> bool:
        """Whether it was begun by somebody who speaks as the group, and no admin has taken it over yet."""
        return self.person_id == self.chat_id and self.chat_id < 0


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Draft).decode
# What every message asks is put together once: that takes longer than the database does.
_CURRENT = (
    select(drafts)
    .where(drafts.c.person_id == bindparam("person"), drafts.c.chat_id == bindparam("chat"), drafts.c.current)
    .order_by(drafts.c.at.desc(), drafts.c.id.desc())
    .limit(1)
)


class DraftStore:
    """Drafts by number. In each chat a person has one that is current: what they write there goes into it."""

    def __init__(self, database: Database) -> None:
        """Keep drafts in *database*, which must be open whenever a method is called."""
        self._database = database

    async def begin(self, draft: Draft, person_id: int, chat_id: int, at: datetime.datetime) -> Draft:
        """Keep a new *draft* and make it the current one; with its number."""
        async with self._database.writing(alone_at=f"drafts/{person_id}") as connection:
            await connection.execute(update(drafts).where(_theirs(person_id, chat_id)).values(current=False))
            draft = msgspec.structs.replace(draft, person_id=person_id, chat_id=chat_id)
            row = {"person_id": person_id, "chat_id": chat_id, "current": True, "body": _encode(draft).decode(), "at": at}
            id_ = (await connection.execute(insert(drafts).values(row).returning(drafts.c.id))).scalar_one()
        return msgspec.structs.replace(draft, id=id_)

    async def keep(self, draft: Draft, at: datetime.datetime) -> Draft | None:
        """Keep *draft* as it is now, and make it the current one; None when it is gone."""
        async with self._database.writing(alone_at=f"drafts/{draft.person_id}") as connection:
            await connection.execute(update(drafts).where(_theirs(draft.person_id, draft.chat_id)).values(current=False))
            row = {"person_id": draft.person_id, "chat_id": draft.chat_id, "current": True, "body": _encode(draft).decode(), "at": at}
            kept = update(drafts).where(drafts.c.id == draft.id).values(row).returning(drafts.c.id)
            return draft if (await connection.execute(kept)).first() else None

    async def get(self, draft_id: int) -> Draft | None:
        """The draft of this number."""
        found = await self._found(drafts.c.id == draft_id)
        return found[0] if found else None

    async def current(self, person_id: int, chat_id: int) -> Draft | None:
        """The draft that what the person writes in the chat goes into."""
        rows = await self._database.glance(_CURRENT, {"person": person_id, "chat": chat_id})
        return _read(rows[0]) if rows else None

    async def of(self, person_id: int, chat_id: int) -> list[Draft]:
        """All drafts of a person in a chat, the latest first."""
        return await self._found(_theirs(person_id, chat_id))

    async def drop(self, draft_id: int) -> bool:
        """Forget a draft; whether there was one."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.id))).first() is not None

    async def _found(self, which: ColumnElement[bool]) -> list[Draft]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(drafts).where(which).order_by(drafts.c.at.desc(), drafts.c.id.desc()))).all()
        return [_read(row) for row in rows]


def _read(row: Any) -> Draft:
    """A row as a value."""
    return msgspec.structs.replace(_decode(row.body), id=row.id, person_id=row.person_id, chat_id=row.chat_id, at=in_utc(row.at))


def _theirs(person_id: int, chat_id: int) -> ColumnElement[bool]:
    return (drafts.c.person_id == person_id) & (drafts.c.chat_id == chat_id)
