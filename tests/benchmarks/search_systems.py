"""Our searcher and its peers behind one small interface: items in, ids out."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Protocol

from rapidfuzz import fuzz, process, utils
from search_collections import Item

from bot.corpus.quote import Quote
from bot.search.confidence import outcome
from bot.search.hits import Findings
from bot.search.query import Query
from bot.search.searcher import Searcher, SearcherBuilder
from bot.text.normalise import normalise
from bot.text.pinyin import syllables, typed_pinyin

MOST = 5
# So many candidates of an engine are put in order by edit distance.
_CANDIDATES = 50
# The trigram index of FTS5 knows nothing shorter.
_TRIGRAM = 3
_TANTIVY_HEAP_BYTES = 256_000_000


class System(Protocol):
    """A search, ready to be asked."""

    def find(self, text: str) -> list[str]:
        """Ids of the items that fit what was typed, best first, at most `MOST`."""


def build(quotes: Iterable[Quote]) -> Searcher:
    """Our searcher over *quotes*, which are not all held at a time."""
    builder = SearcherBuilder()
    for quote in quotes:
        builder.add(quote)
    return Searcher(builder.finish())


class Ours:
    """What the bot runs."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._searcher = build(item.quote for item in items)
        self._last = Findings()

    def find(self, text: str) -> list[str]:
        self._last = self._searcher.find(Query.of(text), MOST)
        return [hit.quote_id for hit in self._last.hits]

    def outcome(self) -> str:
        """What the bot would have made of the hits of the last query."""
        return outcome(self._last).value


class WRatio:
    """RapidFuzz's general scorer over every text, with its own preprocessing: how a small bot is usually written."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._ids: list[str] = []
        self._texts: list[str] = []
        for item in items:
            self._ids.append(item.id)
            self._texts.append(utils.default_process(item.text))

    def find(self, text: str) -> list[str]:
        query = utils.default_process(text)
        return [self._ids[place] for _, _, place in process.extract(query, self._texts, scorer=fuzz.WRatio, limit=MOST)] if query else []


class Fts5:
    """SQLite's full-text index of trigrams, any of which may match; the best by bm25 put in order by WRatio."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, tokenize='trigram')")
        self._database.executemany("INSERT INTO texts VALUES (?, ?)", ((item.id, item.text) for item in items))

    def find(self, text: str) -> list[str]:
        grams = dict.fromkeys(text[start : start + _TRIGRAM].replace('"', " ") for start in range(len(text) - _TRIGRAM + 1))
        if not grams:
            return []
        matches = " OR ".join(f'"{gram}"' for gram in grams)
        command = "SELECT id, text FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        found = self._database.execute(command, (matches, _CANDIDATES)).fetchall()
        return _reranked(utils.default_process(text), {id_: utils.default_process(known) for id_, known in found})


class Tantivy:
    """tantivy's 2- and 3-grams of our folded texts, any of which may match; the best by bm25 put in order by WRatio.

    Raises:
        ImportError: when tantivy is not installed.
    """

    _fields: tuple[str, ...] = ("text",)
    _candidates = _CANDIDATES

    def __init__(self, items: Iterable[Item]) -> None:
        import tantivy  # only this peer needs it

        self._occur, self._query = tantivy.Occur.Should, tantivy.Query
        self._analyse = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, prefix_only=False)).build()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for field in self._fields:
            builder.add_text_field(field, stored=True, tokenizer_name="grams", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("grams", self._analyse)
        writer = index.writer(_TANTIVY_HEAP_BYTES, 1)
        for item in items:
            writer.add_document(tantivy.Document(id=item.id, **self._folds(item.text)))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def _folds(self, text: str) -> dict[str, str]:
        """What a text is found by, by field."""
        return {"text": normalise(text)}

    def _meant(self, text: str) -> dict[str, str]:
        """What a query may mean, by field."""
        return self._folds(text)

    def find(self, text: str) -> list[str]:
        meant = self._meant(text)
        terms = [
            (self._occur, self._query.term_query(self._schema, field, gram, "freq"))
            for field, folded in meant.items()
            for gram in dict.fromkeys(self._analyse.analyze(folded))
        ]
        hits = self._searcher.search(self._query.boolean_query(terms), self._candidates, count=False).hits
        found = [self._searcher.doc(address) for _, address in hits]
        best: dict[str, float] = {}
        for field, folded in meant.items():
            texts = {document["id"][0]: document[field][0] for document in found}
            for _, score, id_ in process.extract(folded, texts, scorer=fuzz.WRatio, limit=MOST) if folded else ():
                best[id_] = max(best.get(id_, 0.0), score)
        return sorted(best, key=lambda id_: -best[id_])[:MOST]


class TantivySounds(Tantivy):
    """The same with all that a text of ours is found by: fields of pinyin and of its initials, too; and with 200 candidates, as many as
    the design took that ours comes from."""

    _fields = ("text", "pinyin", "initials")
    _candidates = 200

    def _folds(self, text: str) -> dict[str, str]:
        heard = syllables(text)
        return {"text": normalise(text), "pinyin": "".join(heard), "initials": "".join([syllable[0] for syllable in heard])}

    def _meant(self, text: str) -> dict[str, str]:
        typed = typed_pinyin(text)
        return {"text": normalise(text), "pinyin": typed or "".join(syllables(text)), "initials": typed}


def _reranked(query: str, found: dict[str, str]) -> list[str]:
    """The ids of *found* by the likeness of their texts to *query*."""
    return [id_ for _, _, id_ in process.extract(query, found, scorer=fuzz.WRatio, limit=MOST)] if query else []


OURS, SCAN = "ours", "RapidFuzz WRatio"
# tantivy by letters alone, and by all that ours goes by.
TANTIVY, TANTIVY_SOUNDS = "tantivy → WRatio", "tantivy, sounds too → WRatio"
SYSTEMS: dict[str, Callable[[Iterable[Item]], System]] = {
    OURS: Ours,
    SCAN: WRatio,
    "SQLite FTS5 → WRatio": Fts5,
    TANTIVY: Tantivy,
    TANTIVY_SOUNDS: TantivySounds,
}
# Looks at every text for every query: a second each at 100,000.
SLOW = frozenset({SCAN})
