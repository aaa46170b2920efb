"""How well, how fast and in how much memory our search finds what people mean, beside its peers in the same run.

    .venv/bin/python tests/benchmarks/search.py [--size 4k|100k|1M|real|all] [--peers] [--queries N] [--collection DIR] [--failures N]

Prints Markdown. Its texts and queries come from ../shared/relevance; where that is not there, from the quotes the project ships. Times
are CPU milliseconds of one thread; each system runs over each collection in a process of its own. No clock makes it fail. Peers need
the `benchmark` extra; the Chinese queries pypinyin.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout's bot, whichever is installed

import search_tables as tables
from search_collections import RELEVANCE, SIZES, Corpus, Item, items, real_corpus, sample, shipped_corpus
from search_judging import Measured, measured
from search_queries import Case, cases, off_topic
from search_systems import OURS, SLOW, SYSTEMS

_RUN = str(Path(__file__).with_name("search_run.py"))
# A scan of everything takes a second a query from here on.
_MOST_FOR_SLOW = 5_000


def arguments() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", choices=[*SIZES, "all"], default="4k", help="how many texts (default %(default)s; real: all there are)")
    parser.add_argument("--peers", action="store_true", help="measure the peers, too")
    parser.add_argument("--queries", type=int, default=100, metavar="N", help="of each kind and language (default %(default)s)")
    parser.add_argument("--collection", type=Path, default=RELEVANCE / "corpus", metavar="DIR", help="with {kk,ru,zh,en}.jsonl")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="show so many wrong answers of each language")
    return parser.parse_args()


def corpus_of(folder: Path) -> Corpus:
    """The real texts to measure with."""
    if corpus := real_corpus(folder):
        return corpus
    print(f"*{folder} is not there: these are the quotes that the project ships.*\n")
    return shipped_corpus()


def run(*arguments: str) -> dict[str, Any]:
    """What one measurement in a process of its own found."""
    done = subprocess.run([sys.executable, _RUN, *arguments], check=True, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def write_items(path: Path, known: Iterable[Item]) -> int:
    """Write *known* to a file, one a line, as they come; how many there are."""
    lines = (json.dumps([item.id, item.language, item.text], ensure_ascii=False) + "\n" for item in known)
    with path.open("w", encoding="utf-8") as file:
        return sum(file.write(line) > 0 for line in lines)


def texts_of(path: Path, ids: set[str]) -> dict[str, str]:
    """The texts of *ids*, from a file that need not fit into memory."""
    with path.open(encoding="utf-8") as lines:
        return {id_: text for id_, _, text in map(json.loads, lines) if id_ in ids}


def measure(path: Path, asked: Sequence[Case], nothing: Sequence[Case], peers: Sequence[str]) -> dict[str, Measured | str]:
    """Our searcher and *peers* over the items in *path*; a string where one could not be measured. Only ours can say "nothing"."""
    given = {OURS: [*asked, *nothing], **dict.fromkeys(peers, asked)}
    results = {name: run("find", name, str(path), str(_written(path.with_suffix(".cases"), known))) for name, known in given.items()}
    named = {id_ for result in results.values() for answer in result.get("answers", ()) for id_ in answer["ids"]}
    texts = texts_of(path, named | {case.target for case in asked})
    return {
        name: measured(found, given[name], texts) if "answers" in found else f"not measured: {found['missing']}"
        for name, found in results.items()
    }


def _written(path: Path, asked: Sequence[Case]) -> Path:
    path.write_text(json.dumps([asdict(case) for case in asked]), encoding="utf-8")
    return path


def report(size: str, corpus: Corpus, options: argparse.Namespace) -> None:
    """Measure one size and print all its tables."""
    known = sample(corpus, size)
    asked = cases(known, options.queries)
    nothing = off_topic(known)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items"
        count = write_items(path, items(known, size, frozenset(case.target for case in asked)))
        real = sum(map(len, known.values()))
        print(
            f"## {size}: {count:,} texts, {real:,} of them real; {len(asked):,} queries, {len(nothing):,} messages off topic\n", flush=True
        )
        peers = [name for name in SYSTEMS if options.peers and name != OURS and (name not in SLOW or count <= _MOST_FOR_SLOW)]
        results = measure(path, asked, nothing, peers)
        print(tables.summary(results))
        print(tables.verdict_on_ours(results))
        print(tables.kinds(results))
        ours = results[OURS]
        if isinstance(ours, Measured):
            print(tables.abstention(ours))
            if options.failures:
                print(tables.failures(ours, options.failures))
        print(tables.change(run("change", str(path))), flush=True)


def main() -> None:
    """Measure the sizes asked for, one after the other."""
    options = arguments()
    print(f"{tables.machine()}\n")
    corpus = corpus_of(options.collection)
    for size in SIZES if options.size == "all" else [options.size]:
        report(size, corpus, options)


if __name__ == "__main__":
    main()
