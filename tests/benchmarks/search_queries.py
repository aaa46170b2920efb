"""What people might type, each with the text they mean; and messages that mean none."""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search_collections import RELEVANCE, Corpus, item_id

_SEED = 20261123
_MAKER = RELEVANCE / "make_queries.py"
# A part of a saying has to tell something.
_MIN_WORDS, _MIN_CHARACTERS = 6, 8


@dataclass(frozen=True)
class Case:
    """One query; *target* is the id of the item it means, "" for a message that means none."""

    query: str
    language: str
    kind: str
    target: str = ""

    @property
    def translated(self) -> bool:
        """Whether the query is the text in another language, which no search for letters can find: kept out of all means."""
        return self.kind.startswith("translation")


def cases(corpus: Corpus, each: int) -> list[Case]:
    """About *each* queries of every kind and language, by the project's neighbour `make_queries.py`, or by the few kinds known here."""
    if not _MAKER.exists():
        print(f"*{_MAKER} is not there: only whole texts, fragments and single typing errors are asked for.*\n")
        return [case for tag in corpus for case in _few_kinds(tag, corpus, each)]
    with tempfile.TemporaryDirectory() as folder:
        return [case for tag in corpus if corpus[tag] for case in _made(tag, corpus, each, Path(folder))]


def _made(tag: str, corpus: Corpus, each: int, folder: Path) -> Iterator[Case]:
    path = folder / f"{tag}.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in corpus[tag]), encoding="utf-8")
    command = [sys.executable, str(_MAKER), str(path), "--lang", tag, "-n", str(each), "--per-kind", "--seed", str(_SEED)]
    made = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")  # noqa: S603  # our own arguments
    for line in made.stdout.splitlines():
        row = json.loads(line)
        yield Case(row["query"], tag, row["kind"], item_id(tag, row["target_index"]))


def _few_kinds(tag: str, corpus: Corpus, each: int) -> Iterator[Case]:
    chance = random.Random(f"{_SEED}{tag}")  # noqa: S311  # a sample, no secret
    chosen = chance.sample(range(len(corpus[tag])), min(each, len(corpus[tag])))
    glue, least = ("", _MIN_CHARACTERS) if tag == "zh" else (" ", _MIN_WORDS)
    for index in chosen:
        text, target = corpus[tag][index]["text"], item_id(tag, index)
        yield Case(text, tag, "whole", target)
        words = list(text) if tag == "zh" else text.split()
        if len(words) >= least:
            start = chance.randrange(len(words) // 2)
            yield Case(glue.join(words[start : start + max(4, len(words) // 2)]), tag, "fragment", target)
        if len(text) >= _MIN_CHARACTERS:
            place = chance.randrange(1, len(text) - 1)
            yield Case(text[:place] + text[place + 1 :], tag, "typo", target)


def off_topic(corpus: Corpus) -> list[Case]:
    """Everyday messages in the languages of *corpus*, none of them a saying; empty when they are not there."""
    return [
        Case(line, tag, "off topic")
        for tag in corpus
        if (path := RELEVANCE / "offtopic" / f"{tag}.txt").exists()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
