"""What is asked and found, counted, and what is asked for and not found: of nobody in particular."""

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import partial

from sqlalchemy import delete, func, select

from bot.errors import StoreAway
from bot.store.aside import Writing
from bot.store.engine import Database
from bot.store.inserting import adding_up
from bot.store.schema import editors, misses, quotes, reports, suggestions, tallies

# What is counted is written together: a question must not wait for it, and losing the last few counts in a crash loses nobody's words.
_KEPT = 50
_MAX_WORDS_CHARS = 64
# More than curators look at; the rarest go first.
_MOST_MISSES = 10_000


@dataclass(frozen=True)
class Stats:
    """Counts by what they are of. *missing* are the common quotes that lack a language; *misses* what was not found, most often first."""

    by_language: dict[str, int]
    by_kind: dict[str, int]
    missing: dict[str, int]
    outcomes: dict[tuple[str, str], int]
    misses: tuple[tuple[str, int], ...]
    suggestions: int
    reports: tuple[tuple[str, str, int], ...]
    editors: int


class Tallies:
    """Counts questions."""

    def __init__(self, database: Database) -> None:
        """Keep counts in *database*, which must be open whenever they are written."""
        self._database = database
        self._outcomes: Counter[tuple[str, str]] = Counter()
        self._misses: Counter[str] = Counter()

    def count(self, language: str, outcome: str, missed: str | None) -> bool:
        """Count one question, and the folded words it *missed* with; whether it is time to `write`."""
        self._outcomes[language, outcome] += 1
        if missed:
            self._misses[missed[:_MAX_WORDS_CHARS]] += 1
        return self._outcomes.total() >= _KEPT

    async def write(self, day: datetime.date) -> None:
        """Write down what has been counted."""
        outcomes, missed = self._outcomes, self._misses
        if not outcomes:
            return
        self._outcomes, self._misses = Counter(), Counter()
        try:
            await self._database.write(partial(_write, outcomes, missed, day))
        except StoreAway:
            # Counted is counted: they are written next time, and no answer is held up for them.
            self._outcomes += outcomes
            self._misses += missed

    async def stats(self, languages: tuple[str, ...], most: int) -> Stats:
        """All counts, those of misses and reports at most *most* of each."""
        seen = (~quotes.c.deleted, quotes.c.collection.is_(None))
        async with self._database.reading() as connection:
            by_language = await connection.execute(select(quotes.c.language, func.count()).where(*seen).group_by(quotes.c.language))
            by_kind = await connection.execute(select(quotes.c.kind, func.count()).where(*seen).group_by(quotes.c.kind))
            into = (await connection.execute(select(quotes.c.languages, func.count()).where(*seen).group_by(quotes.c.languages))).all()
            outcomes = await connection.execute(select(tallies))
            found = select(misses.c.words, misses.c.count).order_by(misses.c.count.desc(), misses.c.words).limit(most)
            missed = (await connection.execute(found)).all()
            opened = select(func.count()).select_from(suggestions).where(suggestions.c.state == "open")
            faults = select(reports.c.quote_id, reports.c.fault, func.count()).group_by(reports.c.quote_id, reports.c.fault)
            reported = (await connection.execute(faults.order_by(func.count().desc(), reports.c.quote_id).limit(most))).all()
            return Stats(
                by_language={row[0]: row[1] for row in by_language},
                by_kind={row[0]: row[1] for row in by_kind},
                missing={tag: sum(count for tags, count in into if tag not in tags.split(",")) for tag in languages},
                outcomes={(row[0], row[1]): row[2] for row in outcomes},
                misses=tuple((row[0], row[1]) for row in missed),
                suggestions=(await connection.execute(opened)).scalar_one(),
                reports=tuple((row[0], row[1], row[2]) for row in reported),
                editors=(await connection.execute(select(func.count()).select_from(editors))).scalar_one(),
            )


def _write(outcomes: Counter[tuple[str, str]], missed: Counter[str], day: datetime.date, connection: Writing) -> None:
    # In order, so that no two replicas wait for each other's rows.
    counted = [{"language": language, "outcome": outcome, "count": count} for (language, outcome), count in sorted(outcomes.items())]
    connection.execute(adding_up(connection, tallies), counted)
    if missed:
        rows = [{"words": words, "count": count, "day": day} for words, count in sorted(missed.items())]
        connection.execute(adding_up(connection, misses), rows)
        if connection.execute(select(func.count()).select_from(misses)).scalar_one() > _MOST_MISSES:
            kept = select(misses.c.words).order_by(misses.c.count.desc(), misses.c.day.desc()).limit(_MOST_MISSES)
            connection.execute(delete(misses).where(misses.c.words.not_in(kept)))
