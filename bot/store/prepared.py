"""Statements put together once: SQLAlchemy's way to the driver takes three times what the driver does for a row."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.engine.result import IteratorResult, Result, SimpleResultMetaData
from sqlalchemy.sql.expression import ReturnsRows

Parameters = Mapping[str, Any]
_DIALECT = sqlite_dialect()


class Prepared:
    """A statement for SQLite, as it is for lists of certain lengths among its parameters."""

    def __init__(self, statement: Any, parameters: Parameters) -> None:
        """Put *statement* together for *parameters* and others of their shape."""
        # Only an insert is told by its parameters which columns it is to fill.
        compiled = statement.compile(dialect=_DIALECT, column_keys=[*parameters] if isinstance(statement, Insert) else None)
        state = compiled.construct_expanded_state(dict(parameters))
        self._sql = state.statement
        placed = {one: (name, place) for name, ones in state.parameter_expansion.items() for place, one in enumerate(ones)}
        turned = {name: bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name, bind in compiled.binds.items()}
        # For each "?" the parameter it stands for, which of a list that is, what the statement brings itself, and how it is turned into
        # what the driver takes.
        names = [(*placed.get(name, (name, None)), state.parameters[name]) for name in state.positiontup or ()]
        given = [(name, place, None if name in parameters else brought) for name, place, brought in names]
        self._places = [(name, place, name in parameters, brought, turned.get(name)) for name, place, brought in given]
        columns = statement.exported_columns if isinstance(statement, ReturnsRows) else ()
        self._names = [str(column.key) for column in columns]
        self._keys = SimpleResultMetaData(self._names)
        processors = [column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns]
        self._processors = processors if any(processors) else None

    @cached_property
    def _row(self) -> Callable[[Any], Any]:
        """What makes a row of its values; not for statements whose rows nobody asks for by name, of which there are hundreds.

        A column without a name, as of a count, goes by its place: `row[0]`.
        """
        row: Any = namedtuple("Row", self._names, rename=True)  # type: ignore[misc]  # the names are known only here
        make: Callable[[Any], Any] = row._make
        return make

    def rows(self, connection: Any, parameters: Parameters) -> list[Any]:
        """The rows, over the driver's own *connection*, whose own errors it raises; each with its columns by their names."""
        return list(map(self._row, self._read(connection, parameters)))

    def run(self, connection: Any, parameters: Parameters) -> Result[Any]:
        """The same in a result of the library's, for `scalar`, `one` and the rest; it turns values as `rows` does."""
        return IteratorResult(self._keys, iter(self._read(connection, parameters)))

    def _read(self, connection: Any, parameters: Parameters) -> list[Any]:
        rows: list[Any] = connection.execute(self._sql, self._values(parameters)).fetchall()
        if self._processors:
            rows = [tuple([turn(one) if turn else one for turn, one in zip(self._processors, row, strict=True)]) for row in rows]
        return rows

    def run_for_each(self, connection: Any, several: Sequence[Parameters]) -> None:
        """Run it for *several* parameters of its shape, over the driver's own *connection*, whose own errors it raises."""
        connection.executemany(self._sql, [self._values(parameters) for parameters in several])

    def _values(self, parameters: Parameters) -> list[Any]:
        return [_value(parameters, *place) for place in self._places]


def _value(parameters: Parameters, name: str, place: int | None, given: bool, brought: object, turn: Any) -> object:
    value = parameters[name] if given else brought
    if place is not None and given:
        value = parameters[name][place]
    return turn(value) if turn else value


def shape_of(parameters: Parameters) -> tuple[int, ...]:
    """By what two sets of parameters of a statement differ so that it has to be put together anew: the lengths of their lists."""
    return tuple([len(one) for one in parameters.values() if isinstance(one, list | tuple)])


class PreparedStatements:
    """Statements over one connection of the driver, each put together when it is first run."""

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[tuple[Any, tuple[str, ...], tuple[int, ...]], Prepared] = {}

    def run(self, connection: Any, statement: Any, parameters: Parameters | Sequence[Parameters]) -> Any:
        """The rows of *statement*, which is always the same object; none where it is run for several *parameters*, all of the same names.

        Raises:
            KeyError: when one of the several lacks a name that the first has.
        """
        if isinstance(parameters, Mapping):
            return self._prepared(statement, parameters).run(connection, parameters)
        if not parameters:
            return None
        return self._prepared(statement, parameters[0]).run_for_each(connection, parameters)

    def rows(self, connection: Any, statement: Any, parameters: Parameters) -> list[Any]:
        """The rows of *statement*, which is always the same object, each with its columns by their names."""
        return self._prepared(statement, parameters).rows(connection, parameters)

    def _prepared(self, statement: Any, parameters: Parameters) -> Prepared:
        key = statement, tuple(parameters), shape_of(parameters)
        if key not in self._known:
            self._known[key] = Prepared(statement, parameters)
        return self._known[key]
