"""The n-gram index: which texts share most with a folded query."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.search.grams import BUCKET_BITS, buckets, encode
from bot.search.index import COARSE, Index
from bot.search.postings import POSITION_SHIFT, IndexBuilder, texts_of_all, texts_of_several
from bot.text.normalise import normalise

PROVERBS = [
    normalise(text)
    for text in (
        "Слово не воробей: вылетит — не поймаешь.",
        "Без труда не вытащишь и рыбку из пруда.",
        "Тише едешь — дальше будешь.",
        "Жақсы сөз — жарым ырыс.",
        "Отан отбасынан басталады.",
        "一花独放不是春，百花齐放春满园。",
        "路遥知马力，日久见人心。",
        "𠮷人自有天相",
        "Actions speak louder than words.",
        "A bird in the hand is worth two in the bush.",
    )
]
FOLDED = st.text("abcdeš 百花齐放春", min_size=1, max_size=20).map(normalise).filter(bool)


@pytest.mark.parametrize("position", range(len(PROVERBS)))
def test_a_text_is_its_own_first_candidate_and_covers_itself(position: int) -> None:
    found = Index.of(PROVERBS).candidates(PROVERBS[position])

    assert found.positions[0] == position
    assert found.coverage[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("query", "position"), [("春", 5), ("马", 6), ("𠮷", 7), ("百花", 5), ("人心", 6), ("vorob", 0), ("bird", 9), ("iris", 3)]
)
def test_a_piece_of_one_text_finds_it_first(query: str, position: int) -> None:
    assert Index.of(PROVERBS).candidates(query).positions[0] == position


@pytest.mark.parametrize(("texts", "query"), [([], "slovo"), (PROVERBS, ""), ([], ""), (PROVERBS, "ωωω"), (PROVERBS, "龘")])
def test_what_shares_nothing_has_no_candidates(texts: list[str], query: str) -> None:
    found = Index.of(texts).candidates(query)

    assert (len(found.positions), len(found.coverage)) == (0, 0)


def test_a_rare_piece_tells_more_than_a_common_one() -> None:
    texts = [f"obščee {letter}" for letter in "abcdefgh"] + ["redkoe"]

    found = Index.of(texts).candidates("obščee redkoe")

    assert found.positions[0] == texts.index("redkoe")


def test_twins_are_both_candidates() -> None:
    found = Index.of([*PROVERBS, PROVERBS[0]]).candidates(PROVERBS[0])

    assert set(found.positions[:2].tolist()) == {0, len(PROVERBS)}
    assert found.coverage[:2] == pytest.approx([1, 1])


@pytest.mark.parametrize("small", [20_000, 0])
def test_candidates_of_a_large_index_are_few_and_the_right_one_is_first(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.index._SMALL", small)
    texts = [f"{one} {other} {number}" for number in range(200) for one in ("slovo", "delo", "trud") for other in ("i gora", "i more")]
    index = Index.of(texts)

    found = [index.candidates(text) for text in texts[::97]]

    assert {len(one.positions) for one in found} == {COARSE}
    assert [1.0] * len(found) == pytest.approx([one.coverage[0] for one in found])
    assert [position in one.positions for position, one in zip(range(0, len(texts), 97), found, strict=True)] == [True] * len(found)


def test_a_quick_look_is_hasty_only_where_a_thorough_one_goes_further(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_SMALL", 0), ("_LARGE", 0), ("_QUICK_BUDGET", 40)):
        monkeypatch.setattr(f"bot.search.index.{name}", value)
    index = Index.of([*PROVERBS, *(f"slovo ne {number}" for number in range(100))])

    common, rare = index.candidates("slovo ne", quick=True), index.candidates("春", quick=True)

    assert (common.hasty, rare.hasty) == (True, False)
    assert not index.candidates("slovo ne").hasty
    assert rare.positions.tolist() == [5]


@given(st.lists(FOLDED, min_size=1, max_size=25), FOLDED)
@settings(deadline=None, max_examples=50)
def test_candidates_are_distinct_texts_best_first_with_shares_of_the_query(texts: list[str], query: str) -> None:
    found = Index.of(texts).candidates(query)

    positions, coverage = found.positions.tolist(), found.coverage.tolist()
    assert len(positions) == len(coverage) == len(set(positions))
    assert set(positions) <= set(range(len(texts)))
    assert coverage == sorted(coverage, reverse=True)
    assert all(0 < share <= 1 + 1e-9 for share in coverage)


@given(st.lists(FOLDED, min_size=1, max_size=25))
@settings(deadline=None, max_examples=50)
def test_every_text_of_a_small_index_finds_itself(texts: list[str]) -> None:
    index = Index.of(texts)

    own = [(position, index.candidates(text)) for position, text in enumerate(texts)]

    assert all(position in found.positions for position, found in own)
    assert all(found.coverage[0] == pytest.approx(1) for _, found in own)


@given(st.lists(st.text(max_size=10), max_size=5), st.text(st.characters(), max_size=10))
@settings(deadline=None, max_examples=50)
def test_any_texts_and_any_query_whatever_can_be_searched(texts: list[str], query: str) -> None:
    found = Index.of(filter(None, map(normalise, texts))).candidates(normalise(query))

    assert len(found.positions) <= len(texts)


def test_one_index_is_searched_from_many_threads_alike() -> None:
    index = Index.of(PROVERBS)
    queries = PROVERBS * 20

    serial = [index.candidates(query) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(index.candidates, queries))

    assert all(np.array_equal(one.positions, other.positions) for one, other in zip(serial, threaded, strict=True))
    assert all(np.array_equal(one.coverage, other.coverage) for one, other in zip(serial, threaded, strict=True))


@given(st.lists(FOLDED, max_size=12), st.lists(FOLDED, max_size=12), FOLDED)
@settings(deadline=None, max_examples=50)
def test_texts_that_come_later_are_found_as_if_built_in(one: list[str], other: list[str], query: str) -> None:
    at_once, later = Index.of([*one, *other]), Index.of(one)

    positions = [later.add(text) for text in other]

    assert positions == list(range(len(one), len(one) + len(other)))
    assert (len(later), later.later) == (len(at_once), len(other))
    # Only the weights differ: they are those of the texts it was built of, so that what comes and goes leaves the others as they were.
    assert set(later.candidates(query).positions.tolist()) == set(at_once.candidates(query).positions.tolist())
    assert later.texts(np.arange(len(later))) == [*one, *other]


@given(st.lists(FOLDED, min_size=1, max_size=12), st.lists(FOLDED, max_size=12), FOLDED)
@settings(deadline=None, max_examples=50)
def test_texts_that_come_later_leave_the_weight_of_the_others_as_it_was(one: list[str], other: list[str], query: str) -> None:
    index = Index.of(one)
    before = index.candidates(query)
    for text in other:
        index.add(text)

    after = index.candidates(query, lambda positions: positions < len(one))

    assert after.positions.tolist() == before.positions.tolist()
    assert after.coverage.tolist() == before.coverage.tolist()
    assert after.shares.tolist() == before.shares.tolist()


@given(st.lists(FOLDED, min_size=1, max_size=20), st.lists(FOLDED, max_size=5))
@settings(deadline=None, max_examples=50)
def test_a_text_is_held_whole_by_itself(texts: list[str], later: list[str]) -> None:
    index = Index.of(texts)
    for text in later:
        index.add(text)

    for text in [*texts, *later]:
        found = index.candidates(text)
        same = [place for place, one in enumerate(index.texts(found.positions)) if one == text]
        assert found.shares[same] == pytest.approx([1] * len(same))
        assert (found.shares <= 1).all()


def test_of_a_longer_text_less_is_held() -> None:
    index = Index.of(["what is friendship", "what is friendship worth to people who have no time"])

    found = index.candidates("friendship")

    assert found.coverage.tolist() == pytest.approx([1, 1])
    assert 0.3 < found.shares[0] < 0.8
    assert found.shares[1] < 0.5 * found.shares[0]


@given(st.lists(FOLDED, min_size=1, max_size=20), FOLDED, st.data())
@settings(deadline=None, max_examples=50)
def test_only_visible_texts_are_candidates_and_as_good_as_ever(texts: list[str], query: str, data: st.DataObject) -> None:
    index = Index.of(texts)
    shown = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))

    everything, found = index.candidates(query), index.candidates(query, lambda positions: shown[positions])

    kept = shown[everything.positions]
    assert found.positions.tolist() == everything.positions[kept].tolist()
    assert found.coverage.tolist() == everything.coverage[kept].tolist()


@pytest.mark.parametrize("query", ["𠮷", "𠮷人", "人𠮷", "x𠮷"])
def test_a_character_beyond_the_first_plane_is_found_at_any_place_of_a_later_text(query: str) -> None:
    index = Index.of(PROVERBS[:3])

    position = index.add(normalise(f"春{query}风"))

    assert index.candidates(normalise(query)).positions[0] == position
    assert index.texts(np.array([position]))[0] == normalise(f"春{query}风")


def test_an_empty_text_is_refused() -> None:
    builder = IndexBuilder()

    with pytest.raises(ValueError, match="empty"):
        builder.add(["slovo", ""])
    with pytest.raises(ValueError, match="empty"):
        Index.of(["slovo"]).add("")


def test_more_texts_than_an_index_can_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("index", "postings"):
        monkeypatch.setattr(f"bot.search.{module}.MAX_TEXTS", 3)
    builder = IndexBuilder()
    builder.add(["a", "b", "c"])
    index = Index.of(["a", "b"])
    index.add("c")

    with pytest.raises(ValueError, match="at most 3 texts"):
        builder.add(["d"])
    with pytest.raises(ValueError, match="at most 3 texts"):
        index.add("d")
    assert len(index) == 3


def test_an_index_of_several_blocks_is_as_one_of_a_single_block(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{text} {number}" for number in range(7) for text in PROVERBS]
    whole = IndexBuilder()
    whole.add(texts)
    expected = whole.finish()

    monkeypatch.setattr("bot.search.postings._BLOCK", 16)
    parts = IndexBuilder()
    parts.add(texts)

    assert len(parts._blocks) > 3
    for name, values in parts.finish().items():
        assert values.tolist() == expected[name].tolist(), name
    assert Index.of(texts).candidates(texts[40]).positions[0] == 40


@given(st.lists(FOLDED, min_size=1, max_size=12), FOLDED)
@settings(deadline=None, max_examples=50)
def test_a_small_index_is_searched_another_way_and_finds_the_same(texts: list[str], query: str) -> None:
    """A small index counts all postings, a large one chooses among them: where the budget is not spent the two must agree."""
    # A large one tells grams apart by 16 bits, which now and then are the same of two; also of a piece of a text that is no gram.
    codes, _ = encode([*texts, query])
    found = {bucket for some in buckets(codes) for bucket in some.tolist()}
    assume(len({bucket >> (BUCKET_BITS - 16) for bucket in found}) == len(found))
    index = Index.of(texts)

    small = index.candidates(query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.search.index._SMALL", 0)
        large = index.candidates(query)

    assert dict(zip(large.positions.tolist(), large.coverage.tolist(), strict=True)) == pytest.approx(
        dict(zip(small.positions.tolist(), small.coverage.tolist(), strict=True)), abs=2e-6
    )


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 160)), min_size=1, max_size=120))
def test_texts_named_several_times_have_the_sums_that_all_have(named: list[tuple[int, int]]) -> None:
    postings = np.sort(np.array([(position << POSITION_SHIFT) + weight for position, weight in named], np.uint32))
    sums: dict[int, int] = {}
    for position, weight in named:
        sums[position] = sums.get(position, 0) + weight

    found, all_found = (dict(zip(*map(np.ndarray.tolist, summed(postings)), strict=True)) for summed in (texts_of_several, texts_of_all))

    assert all_found == sums
    assert found == {one: total for one, total in sums.items() if sum(position == one for position, _ in named) > 1}
