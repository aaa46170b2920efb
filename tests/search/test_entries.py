"""By which texts a quote is found, whose each is, and who may see it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import partial, sample

from bot.corpus.quote import Kind, Quote
from bot.corpus.reader import Corpus
from bot.search.entries import COMMON, Entries, EntriesBuilder, Entry, entries_of
from bot.search.hits import Role
from bot.text.language import Language
from bot.text.normalise import normalise

GROUP, ANOTHER = -1001, -1002


def built(*owned: tuple[Quote, int]) -> Entries:
    """The tables of quotes, each with its collection."""
    builder = EntriesBuilder()
    for quote, collection in owned:
        builder.add(quote, entries_of(quote), collection)
    return Entries(builder.finish())


def seen(entries: Entries, collection: int = COMMON) -> list[str]:
    """The ids of the quotes whose entries somebody sees, one for each entry."""
    numbers = np.arange(len(entries))
    shown = np.flatnonzero(entries.visible(numbers, collection))
    return [entries.named(owner)[0] for owner in entries.owners(shown)]


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("hundred-flowers", Entry(Language.ZH, Role.WORDING, "一花独放不是春百花齐放春满园")),
        ("hundred-flowers", Entry(Language.ZH, Role.WORDING, "一花独放不是春万紫千红春满园")),
        ("hundred-flowers", Entry(Language.KK, Role.EQUIVALENT, "jalgiz agaš orman bolmas")),
        ("golden-bridge", Entry(Language.EN, Role.NAME, "tokaiev")),
        ("golden-bridge", Entry(Language.ZH, Role.NAME, "托卡耶夫")),
        ("ru-moskva-slezam", Entry(Language.RU, Role.WORDING, "moskva slezam ne verit")),
        ("ru-moskva-slezam", Entry(Language.KK, Role.TRANSLATION, "maskeu koz jasina senbeidi")),
        ("zh-dui-niu-tan-qin", Entry(Language.EN, Role.EQUIVALENT, "casting pearls before svine")),
        ("kk-abai-bir-kirpish", Entry(Language.KK, Role.NAME, "abai")),
        ("zh-laozi-qianli-zhixing", Entry(Language.EN, Role.NAME, normalise("Lao Tzu"))),
        (
            "zh-lunyu-you-peng",
            Entry(Language.EN, Role.WORDING, normalise("Is it not delightful to have friends coming from distant quarters?")),
        ),
    ],
)
def test_a_quote_is_found_by_its_wordings_and_its_speakers_names(by_id: dict[str, Quote], id_: str, expected: Entry) -> None:
    assert expected in entries_of(by_id[id_])


def test_a_people_is_not_what_a_proverb_is_found_by(by_id: dict[str, Quote]) -> None:
    assert [entry for entry in entries_of(by_id["ru-moskva-slezam"]) if entry.role is Role.NAME] == []


def test_entries_of_shipped_quotes_are_folded_and_never_empty(corpus: Corpus) -> None:
    entries = [entry for quote in corpus.quotes for entry in entries_of(quote)]

    assert len(entries) > 1000
    # Where words were cut out of the middle of a Chinese ask a space stays, so that what stood around them does not become a word.
    assert [
        entry for entry in entries if not entry.folded or normalise(entry.folded).replace(" ", "") != entry.folded.replace(" ", "")
    ] == []
    assert [entry for entry in entries if entry.role is not Role.ASK and normalise(entry.folded) != entry.folded] == []


def test_figures_of_facts_are_no_words(corpus: Corpus) -> None:
    fact = next(quote for quote in corpus.quotes if quote.id == "trade-value-2024")

    words = {word for entry in entries_of(fact) if entry.role < Role.ASK for word in entry.folded.split()}
    assert "trade" in words
    assert not {normalise("growth"), normalise("value")} & words


def test_a_wording_without_letters_is_no_entry() -> None:
    assert entries_of(partial("dots", Language.RU, "…!")) == []


def test_the_tables_say_whose_each_entry_is(corpus: Corpus) -> None:
    entries = built(*((quote, COMMON) for quote in corpus.quotes))
    expected = [(quote, entry) for quote in corpus.quotes for entry in entries_of(quote)]
    numbers = np.arange(len(entries))

    owners = [entries.named(owner) for owner in entries.owners(numbers)]

    assert owners == [(quote.id, quote.kind) for quote, _ in expected]
    assert entries.roles(numbers).tolist() == [entry.role for _, entry in expected]
    assert [entries.language(number) for number in numbers.tolist()] == [entry.language for _, entry in expected]


def test_tables_of_many_blocks_are_as_those_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    quotes = [(partial(f"id-{number}", Language.EN, f"words {number}"), COMMON) for number in range(25)]
    whole = seen(built(*quotes))

    monkeypatch.setattr("bot.search.entries._BLOCK_QUOTES", 5)

    assert seen(built(*quotes)) == whole == [f"id-{number}" for number in range(25)]


def test_a_later_quote_stands_in_the_tables_as_a_built_one() -> None:
    one, other = sample("one"), sample("other", Kind.QUOTE)
    at_once, later = built((one, COMMON), (other, COMMON)), built((one, COMMON))

    later.add(other, entries_of(other), COMMON)

    numbers = np.arange(len(at_once))
    assert len(later) == len(at_once)
    assert [later.named(owner) for owner in later.owners(numbers)] == [at_once.named(owner) for owner in at_once.owners(numbers)]
    assert later.roles(numbers).tolist() == at_once.roles(numbers).tolist()
    assert [later.language(number) for number in numbers.tolist()] == [at_once.language(number) for number in numbers.tolist()]
    for language in Language:
        words = [entry.language is language and entry.role < Role.ASK for quote in (one, other) for entry in entries_of(quote)]
        assert later.are_words_in(language, numbers).tolist() == at_once.are_words_in(language, numbers).tolist() == words


def test_a_group_sees_its_own_quotes_and_nobody_else_does() -> None:
    common, own = partial("common", Language.EN, "for all"), partial("own", Language.EN, "for us")
    entries = built((common, COMMON), (own, GROUP))

    assert seen(entries) == ["common"]
    assert seen(entries, GROUP) == ["common", "own"]
    assert seen(entries, ANOTHER) == ["common"]


def test_the_first_quote_of_a_group_may_come_later() -> None:
    common, own = partial("common", Language.EN, "for all"), partial("own", Language.EN, "for us")
    entries = built((common, COMMON))

    entries.add(own, entries_of(own), GROUP)

    assert (seen(entries), seen(entries, GROUP), seen(entries, ANOTHER)) == (["common"], ["common", "own"], ["common"])


def test_an_unknown_quote_is_not_removed() -> None:
    entries = built((partial("one", Language.EN, "words"), COMMON))

    assert not entries.remove("none")
    assert not entries.remove("on")
    assert not entries.remove("one-and-more-characters-than-any-id-may-have-at-all")
    assert seen(entries) == ["one"]


IDS = [f"id-{number}" for number in range(6)]
CHANGES = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([None, COMMON, GROUP, ANOTHER]), st.integers(1, 3)), max_size=30)


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from([COMMON, GROUP])), unique_by=lambda one: one[0]), CHANGES)
@settings(deadline=None, max_examples=200)
def test_after_any_changes_everybody_sees_what_is_theirs(first: list[tuple[str, int]], changes: list[tuple[str, int | None, int]]) -> None:
    """A change puts a quote into a collection, or (None) takes it away; as in a plain dictionary."""
    entries = built(*((partial(id_, Language.RU, "слова"), collection) for id_, collection in first))
    expected = {id_: (collection, 1) for id_, collection in first}

    for id_, collection, count in changes:
        assert entries.remove(id_) == (id_ in expected)
        expected.pop(id_, None)
        if collection is not None:
            entries.add(partial(id_, Language.RU, "слова"), entries_of(partial(id_, Language.RU, "слова")) * count, collection)
            expected[id_] = (collection, count)

    for reader in (COMMON, GROUP, ANOTHER):
        theirs = sorted(id_ for id_, (owner, count) in expected.items() for _ in range(count) if owner in {COMMON, reader})
        assert sorted(seen(entries, reader)) == theirs


def test_tables_grow_with_a_thousand_later_quotes() -> None:
    entries = built((partial("first", Language.EN, "words"), GROUP))
    later = [partial(f"later-{number}", Language.EN, "words") for number in range(3000)]

    for quote in later:
        entries.add(quote, entries_of(quote), COMMON)
    entries.remove("later-2999")

    assert seen(entries, GROUP) == ["first", *(quote.id for quote in later[:-1])]
