"""Statements put together once give what SQLAlchemy gives."""

import datetime
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, Select, String, Table, bindparam, create_engine, insert, select, update

from bot.store.prepared import Prepared, PreparedStatements, shape_of

things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(10)),
    Column("good", Boolean),
    Column("day", Date),
)
ROWS = [
    {"id": 1, "name": "бір", "good": True, "day": datetime.date(2026, 3, 22)},
    {"id": 2, "name": "二", "good": False, "day": None},
    {"id": 3, "name": None, "good": None, "day": datetime.date(1970, 1, 1)},
]
AMONG = select(things).where(things.c.id.in_(bindparam("ids", expanding=True))).order_by(things.c.id)
NAMED = select(things.c.good, things.c.name).where(things.c.name == bindparam("name"), things.c.id > 0).limit(1)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A database that holds `ROWS`."""
    path = str(tmp_path / "things.db")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        things.create(connection)
        connection.execute(insert(things), ROWS)
    engine.dispose()
    return path


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        (AMONG, {"ids": [1, 2, 3]}),
        (AMONG, {"ids": (3,)}),
        (AMONG, {"ids": []}),
        (AMONG, {"ids": [9]}),
        (NAMED, {"name": "二"}),
        (NAMED, {"name": "' OR 1=1 --"}),
    ],
)
def test_rows_are_those_of_sqlalchemy(file: str, statement: Select[Any], parameters: dict[str, Any]) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection, sqlite3.connect(file) as raw:
        theirs = connection.execute(statement, parameters).all()
        ours = Prepared(statement, parameters).run(raw, parameters).all()
        plain = Prepared(statement, parameters).rows(raw, parameters)

    assert ours == plain == theirs
    assert [row._asdict() for row in plain] == [row._asdict() for row in theirs]
    assert [row._asdict() for row in ours] == [row._asdict() for row in theirs]
    for some in (ours, plain):
        assert [[type(value) for value in row] for row in some] == [[type(value) for value in row] for row in theirs]


def test_a_statement_put_together_once_serves_other_values_of_the_same_shape(file: str) -> None:
    prepared = Prepared(AMONG, {"ids": [1, 2]})

    with sqlite3.connect(file) as raw:
        assert [row.id for row in prepared.run(raw, {"ids": [3, 1]})] == [1, 3]


def test_only_lists_have_a_shape() -> None:
    assert shape_of({"ids": [1, 2], "name": "слово", "of": ("a",), "at": 5}) == (2, 1)


def test_what_the_driver_does_not_take_as_it_is_is_turned_into_what_it_takes(file: str) -> None:
    born = select(things.c.id).where(things.c.day == bindparam("day"), things.c.good == bindparam("good"))

    with sqlite3.connect(file) as raw:
        assert Prepared(born, ROWS[0]).run(raw, ROWS[0]).scalars().all() == [1]


RENAME = update(things).where(things.c.id.in_(bindparam("ids", expanding=True))).values(name=bindparam("other"), good=True)


def test_what_is_written_is_what_sqlalchemy_writes(file: str) -> None:
    """A row as a mapping, several at once, what an update gives back, and nothing where nothing is asked back."""
    statements = PreparedStatements()
    fresh = {"id": 7, "name": "жеті", "good": False, "day": datetime.date(2026, 11, 28)}
    several = [fresh | {"id": 8, "day": None}, fresh | {"id": 9, "good": None}]
    adding, renaming = insert(things), RENAME.returning(things.c.id, things.c.good)

    with sqlite3.connect(file) as raw:
        statements.run(raw, adding, fresh)
        statements.run(raw, adding, several)
        assert statements.run(raw, RENAME, {"ids": [9], "other": "тоғыз"}).all() == []
        renamed = sorted(statements.run(raw, renaming, {"ids": [7, 8], "other": "x"}).all())
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        rows = [row._asdict() for row in connection.execute(select(things).where(things.c.id > 3).order_by(things.c.id))]

    assert renamed == [(7, True), (8, True)]
    assert rows == [
        fresh | {"name": "x", "good": True},
        several[0] | {"name": "x", "good": True},
        several[1] | {"name": "тоғыз", "good": True},
    ]
