"""Files of `quotes/` into quotes."""

import datetime
import re
import tomllib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.corpus.calendar import Calendar, Theme, undated
from bot.corpus.quote import NearMiss, Quote, RenderingType, Source, Speaker, SpeakerKind, Topic
from bot.errors import QuoteFileError
from bot.text.language import Language

_TABLES = ("topic", "source", "speaker", "quote", "theme", "near_miss")
_HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
# Where topics, peoples, themes and near misses usually stand, and what tells of them in another file.
_NAMING = {"topics.toml", "speakers.toml", "calendar.toml", "near-misses.toml"}
_NAMES_HEADER = re.compile(r"(?m)^\s*(?:\[\[\s*\"?(?:topic|theme|near_miss)\"?\s*\]\]|kind\s*=\s*[\"']people)")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# The field in which msgspec found something wrong: "… - at `$.renderings[0].type`".
_FIELD = re.compile(r"`\$\.(\w+)")
PLACEHOLDER = re.compile(r"\{(\w+)\}")

Record = TypeVar("Record", bound=Topic | Source | Speaker | Quote | Theme | NearMiss)
Raw = dict[str, Any]


@dataclass(frozen=True)
class Corpus:
    """All that the files of quotes hold."""

    topics: tuple[Topic, ...]
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a record stands: its file, and the lines from its header to the next."""

    path: Path
    first_line: int
    lines: tuple[str, ...]

    def problem(self, problem: str, near: str = "") -> QuoteFileError:
        """The *problem* at the first of the record's lines that holds *near*, or at its header."""
        offset = next((number for number, line in enumerate(self.lines) if near in line), 0)
        return QuoteFileError(self.path, self.first_line + offset, problem)


@dataclass
class Survey:
    """What could be read of some files, each quote, theme and near miss with its place, and everything found wrong with them."""

    topics: dict[str, Topic] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)
    quotes: list[tuple[Quote, Place]] = field(default_factory=list)
    themes: list[tuple[Theme, Place]] = field(default_factory=list)
    near_misses: list[tuple[NearMiss, Place]] = field(default_factory=list)
    problems: list[QuoteFileError] = field(default_factory=list)

    def corpus(self) -> Corpus:
        """What was read, without the places.

        Raises:
            QuoteFileError: the first thing that is wrong, if anything is.
        """
        if self.problems:
            raise self.problems[0]
        quotes = tuple(quote for quote, _ in self.quotes)
        calendar = Calendar(tuple(theme for theme, _ in self.themes))
        near_misses = tuple(near_miss for near_miss, _ in self.near_misses)
        return Corpus(tuple(self.topics.values()), quotes, tuple(self.speakers.values()), calendar, near_misses)


def quote_files(paths: Iterable[Path]) -> list[Path]:
    """The TOML files among *paths* and in folders among them, in order of name."""
    found: list[Path] = []
    for path in paths:
        # A name that begins with a dot is an editor's own copy.
        found += sorted(file for file in path.glob("*.toml") if not file.name.startswith(".")) if path.is_dir() else [path]
    return list({file.resolve(): file for file in found}.values())


def digest_of(paths: Iterable[Path]) -> str:
    """A digest that changes whenever any byte of any of these files does, or the form of a quote."""
    digest = sha256(msgspec.json.encode(msgspec.json.schema(Quote)))
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise QuoteFileError(path, 1, f"cannot be read: {error.strerror}") from error
        digest.update(path.name.encode() + b"\0" + sha256(content).digest())
    return digest.hexdigest()


def read(folder: Path) -> Corpus:
    """All that the files of *folder* hold.

    Raises:
        QuoteFileError: at the first thing that is wrong, with its file and line.
    """
    corpus = survey(quote_files([folder])).corpus()
    if not corpus.quotes:
        # Taking this in would take every saying out of the store.
        raise QuoteFileError(folder, 1, "no quotes in this folder")
    return corpus


def read_names(folder: Path) -> Corpus:
    """The topics, peoples, themes and near misses of *folder* alone, without its quotes.

    Raises:
        QuoteFileError: when one of their files is broken.
    """
    # Only files that hold any are read: the start is to be quick when nothing has changed.
    files = quote_files([folder])
    naming = [file for file in files if file.name in _NAMING or _NAMES_HEADER.search(file.read_text(encoding="utf-8"))]
    return replace(survey(naming, quotes_apart=True).corpus(), quotes=())


def survey(paths: Iterable[Path], context: Iterable[Path] = (), *, quotes_apart: bool = False) -> Survey:
    """Read *paths*, and say everything that is wrong with them.

    Files of *context* only lend what *paths* refer to: nothing is said of them. *quotes_apart* says that quotes are in neither, so
    that themes may name any.
    """
    result, unread = Survey(), []
    raw: dict[str, list[tuple[Raw, Place]]] = {table: [] for table in _TABLES}
    for path in paths:
        try:
            for table, record, place in _tables(path):
                raw[table].append((record, place))
        except QuoteFileError as problem:
            unread.append(problem)
    known = {table: _by_id(raw[table], result.problems) for table in _TABLES}
    for path in context:
        for table, record, _ in _tables(path):
            known[table].setdefault(_id_of(record), record)

    types: tuple[tuple[str, type[Source | Speaker | Topic]], ...] = (("source", Source), ("speaker", Speaker), ("topic", Topic))
    for table, type_ in types:
        for record, place in raw[table]:
            converted = _convert(record, type_, place, result.problems)
            if isinstance(converted, Topic | Speaker):
                result.problems += _names_problems(converted, place)
            if isinstance(converted, Topic):
                result.topics[converted.id] = converted
            if isinstance(converted, Speaker):
                result.speakers[converted.id] = converted
    for record, place in raw["quote"]:
        resolved = dict(_resolved(record, place, known, result.problems))
        if quote := _convert(resolved, Quote, place, result.problems):
            result.problems += _quote_problems(quote, place, known["topic"])
            result.quotes.append((quote, place))
    for record, place in raw["theme"]:
        if theme := _convert(record, Theme, place, result.problems):
            result.problems += _names_problems(theme, place)
            result.problems += _theme_problems(theme, place, known["topic"], theme.quotes if quotes_apart else known["quote"])
            result.themes.append((theme, place))
    for record, place in raw["near_miss"]:
        if near_miss := _convert(record, NearMiss, place, result.problems):
            result.near_misses.append((near_miss, place))
    # What is missing of a file that cannot be read is said to be unknown where others name it: that file comes first.
    result.problems[:] = [*unread, *sorted(result.problems, key=lambda problem: (str(problem.path), problem.line))]
    return result


def _tables(path: Path) -> Iterator[tuple[str, Raw, Place]]:
    """Every record of one file with its table and its place."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuoteFileError(path, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise QuoteFileError(path, line, "not UTF-8 text") from error
    lines = text.splitlines()
    document = document_of(text, path)
    heads = [(found[1], number) for number, line in enumerate(lines) if (found := _HEADER.match(line))]
    ends = [number for _, number in heads[1:]] + [len(lines)] * bool(heads)
    for table, records in document.items():
        if table not in _TABLES or not isinstance(records, list):
            near = next((number for number, line in enumerate(lines) if table in line), 0)
            raise QuoteFileError(path, near + 1, f"unknown table {table!r}; known are {', '.join(f'[[{name}]]' for name in _TABLES)}")
        places = [Place(path, start + 1, tuple(lines[start:end])) for (name, start), end in zip(heads, ends, strict=True) if name == table]
        # A header inside a multi-line string would shift the places; then every record is said to be at the top.
        if len(places) != len(records):
            places = [Place(path, 1, tuple(lines))] * len(records)
        for record, place in zip(records, places, strict=True):
            if not isinstance(record, dict):
                raise place.problem(f"[[{table}]] must be a table")
            yield table, record, place


def document_of(text: str, path: Path) -> Raw:
    """The tables of the TOML *text* of *path*.

    Raises:
        QuoteFileError: with its line, when it is none.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also of numbers too long for Python
        at = _TOML_PLACE.search(str(error))
        line = int(at[1]) if at and at[1] else max(len(text.splitlines()), 1)
        raise QuoteFileError(path, line, f"not valid TOML: {_TOML_PLACE.sub('', str(error))}") from error
    except RecursionError as error:
        raise QuoteFileError(path, 1, "not valid TOML: nested too deeply") from error


def _by_id(records: list[tuple[Raw, Place]], problems: list[QuoteFileError]) -> dict[str, Raw]:
    known: dict[str, tuple[Raw, Place]] = {}
    for record, place in records:
        id_ = _id_of(record)
        if id_ in known and id_ != _NO_ID:
            first = known[id_][1]
            problems.append(place.problem(f"id {id_!r} is taken by {first.path.name}:{first.first_line}", "id"))
        else:
            known[id_] = record, place
    return {id_: record for id_, (record, _) in known.items()}


_NO_ID = "(no id)"


def _id_of(record: Raw) -> str:
    """The id of a raw record, whatever else may stand in its place."""
    id_ = record.get("id")
    return id_ if isinstance(id_, str) else _NO_ID


def _quoted(id_: object) -> str:
    return repr(id_) if isinstance(id_, str) else "that is not a text"


def _convert(record: Raw, type_: type[Record], place: Place, problems: list[QuoteFileError]) -> Record | None:
    try:
        return msgspec.convert(record, type_)
    except msgspec.ValidationError as error:
        at = _FIELD.search(str(error))
        problems.append(place.problem(f"{_id_of(record)}: {error}", f"{at[1]} =" if at else "id ="))
        return None


def _resolved(record: Raw, place: Place, known: dict[str, dict[str, Raw]], problems: list[QuoteFileError]) -> Iterator[tuple[str, Any]]:
    """The fields of a raw quote with the ids of speakers and sources replaced by their records."""

    def at(table: str, id_: object) -> object:
        if isinstance(id_, str) and id_ in known[table]:
            return known[table][id_]
        problems.append(place.problem(f"{_id_of(record)}: unknown {table} {_quoted(id_)}", id_ if isinstance(id_, str) else ""))
        return _PLACEHOLDERS[table]

    for name, value in record.items():
        match name, value:
            case (("source" | "speaker"), _):
                yield name, at(name, value)
            case "cited_by", _:
                yield name, at("speaker", value)
            case "renderings", list():
                yield name, [_with(item, "source", "source", at) for item in value]
            case "figures", dict():
                yield name, {key: _with(item, "by", "speaker", at) for key, item in value.items()}
            case _:
                yield name, value


# Stand in for what an unknown id meant, so that the rest of the record is still looked at.
_PLACEHOLDERS: dict[str, Raw] = {
    "source": {"id": "unknown", "title": "?"},
    "speaker": {"id": "unknown", "kind": "person", "names": dict.fromkeys(Language, "?")},
}


def _with(item: object, name: str, table: str, at: Any) -> object:
    return {**item, name: at(table, item[name])} if isinstance(item, dict) and name in item else item


def _names_problems(record: Topic | Speaker | Theme, place: Place) -> Iterator[QuoteFileError]:
    for names in (record.names, getattr(record, "about", None)):
        if missing := [language for language in Language if names is not None and language not in names]:
            yield place.problem(f"{record.id}: no name in {', '.join(missing)}", "names =")


def _theme_problems(theme: Theme, place: Place, topics: Container[str], quotes: Container[str]) -> Iterator[QuoteFileError]:
    """What the schema cannot say of one theme."""
    for problem, near in undated(theme):
        yield place.problem(f"{theme.id}: {problem}", near)
    if theme.topic not in topics:
        yield place.problem(f"{theme.id}: unknown topic {theme.topic!r}", "topic =")
    for quote in theme.quotes:
        if quote not in quotes:
            yield place.problem(f"{theme.id}: unknown quote {quote!r}", f'"{quote}"')


def _exists(date: str) -> bool:
    """Whether an ISO date of year, month or day is one of the calendar's."""
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    try:
        return bool(datetime.date(year, month, day))
    except ValueError:
        return False


def _quote_problems(quote: Quote, place: Place, topics: dict[str, Raw]) -> Iterator[QuoteFileError]:
    """What the schema cannot say of one quote."""
    for topic in quote.topics:
        if topic not in topics:
            yield place.problem(f"{quote.id}: unknown topic {topic!r}", topic)
    if not quote.topics:
        yield place.problem(f"{quote.id}: no topic", "topics =")
    if quote.source is None:
        yield place.problem(f"{quote.id}: no source")
    if (quote.attribution == "folk") != (quote.speaker is not None and quote.speaker.kind is SpeakerKind.PEOPLE):
        yield place.problem(f"{quote.id}: attribution is 'folk' when, and only when, the speaker is a people", "attribution =")
    if quote.kind == "quote" and quote.speaker is None:
        yield place.problem(f"{quote.id}: a quote needs its speaker")
    for problem, near in unshowable(quote):
        yield place.problem(f"{quote.id}: {problem}", near)
    for language in Language:
        mains = [one for one in quote.renderings if one.language is language and one.type is not RenderingType.EQUIVALENT]
        if len(mains) != 1:
            found = f"{len(mains)} main renderings" if mains else "no rendering"
            yield place.problem(f"{quote.id}: {found} in {language}; one original, published or translation is expected", "renderings =")
        if len(quote.asks.get(language, ())) < 2:
            yield place.problem(f"{quote.id}: fewer than two asks in {language}", f"{language} =")
    for rendering in quote.renderings:
        if rendering.type is RenderingType.ORIGINAL and rendering.language is not quote.language:
            yield place.problem(f"{quote.id}: an original in {rendering.language}, but the quote is in {quote.language}", rendering.text)
        if rendering.type is RenderingType.PUBLISHED and rendering.source is None:
            yield place.problem(f"{quote.id}: a published rendering needs its source", rendering.text)
        for name in PLACEHOLDER.findall(rendering.text):
            if name not in quote.figures:
                yield place.problem(f"{quote.id}: no figure {name!r}", f"{{{name}}}")


def unshowable(quote: Quote) -> Iterator[tuple[str, str]]:
    """What the schema allows and nobody can write out, each with a text near which it stands: dates and figures that are none."""
    sources = filter(None, (quote.source, *(one.source for one in quote.renderings)))
    dates = [quote.date, *(source.date for source in sources)]
    for date in filter(None, [*dates, *(figure.month for figure in quote.figures.values())]):
        if not _exists(date):
            yield f"there is no such date as {date}", date
    for name, figure in quote.figures.items():
        values = [figure.money, figure.percent, figure.number, figure.date, figure.month, figure.year]
        if sum(value is not None for value in values) != 1 or (figure.money is None) != (figure.currency is None):
            yield f"figure {name!r} needs exactly one value, and money its currency", "figures"
