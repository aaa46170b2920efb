"""Statements put together once: of one that reads a row, SQLAlchemy's way to the driver takes three times what the driver does."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.engine.result import IteratorResult, Result, SimpleResultMetaData

Parameters = Mapping[str, Any]
_DIALECT = sqlite_dialect()


class Prepared:
    """A statement for SQLite, as it is for lists of certain lengths among its parameters."""

    def __init__(self, statement: Select[Any], parameters: Parameters) -> None:
        """Put *statement* together for *parameters* and others of their shape.

        Raises:
            ValueError: a parameter is of a type that has to be turned into another for the driver.
        """
        compiled = statement.compile(dialect=_DIALECT)
        if any(bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for bind in compiled.binds.values()):
            raise ValueError("a parameter has to be turned into another type")
        state = compiled.construct_expanded_state(dict(parameters))
        self._sql = state.statement
        placed = {one: (name, place) for name, ones in state.parameter_expansion.items() for place, one in enumerate(ones)}
        # For each "?" the parameter it stands for and which of a list that is; what the statement brings itself stands there as it is.
        self._places = [(*placed.get(name, (name, None)), state.parameters[name]) for name in state.positiontup or ()]
        columns = statement.selected_columns
        self._keys = SimpleResultMetaData(columns.keys())
        processors = [column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns]
        self._processors = processors if any(processors) else None

    def run(self, connection: Any, parameters: Parameters) -> Result[Any]:
        """The rows, all of them read, over the driver's own *connection*, whose own errors it raises."""
        rows = connection.execute(self._sql, [_value(parameters, *place) for place in self._places]).fetchall()
        if self._processors:
            rows = [tuple([turn(one) if turn else one for turn, one in zip(self._processors, row, strict=True)]) for row in rows]
        return IteratorResult(self._keys, iter(rows))


def _value(parameters: Parameters, name: str, place: int | None, brought: object) -> object:
    if name not in parameters:
        return brought
    return parameters[name] if place is None else parameters[name][place]


def shape_of(parameters: Parameters) -> tuple[int, ...]:
    """By what two sets of parameters of a statement differ so that it has to be put together anew: the lengths of their lists."""
    return tuple([len(one) for one in parameters.values() if isinstance(one, Sequence) and not isinstance(one, str)])
