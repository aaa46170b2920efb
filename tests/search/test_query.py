"""What somebody typed, made ready to be searched for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.query import Query, essence
from bot.text.normalise import normalise


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("пословица о дружбе", "дружбе"),
        ("Найди, пожалуйста, цитату про труд", "труд"),
        ("Скажи мне пословицу о лени!", "лени"),
        ("достық туралы мақал айтшы", "достық"),
        ("ана жайлы мақал-мәтелдер", "ана"),
        ("отан туралы нақыл", "отан"),
        ("please give me a proverb about friendship", "friendship"),
        ("Show the quotes on learning", "learning"),
        ("关于友谊的谚语", "友谊"),
        ("有没有关于时间的名言", "时间"),
        ("請問關於友誼的諺語", "友誼"),
    ],
)
def test_the_words_that_only_ask_are_taken_off(asked: str, meant: str) -> None:
    assert essence(normalise(asked)) == normalise(meant)


@pytest.mark.parametrize("text", ["пословица", "мақал", "a proverb about", "谚语", "дай мне", ""])
def test_a_question_of_nothing_else_stays_as_it_is(text: str) -> None:
    assert essence(normalise(text)) == normalise(text)


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_the_essence_of_a_question_is_never_empty_or_longer(text: str) -> None:
    folded = normalise(text)

    assert bool(essence(folded)) == bool(folded)
    assert len(essence(folded)) <= len(folded)


@pytest.mark.parametrize(("typed", "meant"), [("ljcns0", "достық"), ("ghbdtn", "привет"), ("руддщ", "hello")])
def test_a_query_keeps_what_the_other_layouts_would_have_given(typed: str, meant: str) -> None:
    query = Query.of(typed)

    assert query.folded == normalise(typed)
    assert normalise(meant) in query.layouts


@given(st.text(st.characters()))
@settings(deadline=None, max_examples=200)
def test_any_text_whatever_is_a_query(text: str) -> None:
    query = Query.of(text)

    assert query.folded == normalise(text)
    for others in (query.cores, query.layouts):
        assert not {"", query.folded} & set(others)
        assert len(others) == len(set(others))
    assert query.pinyin == "" or (query.pinyin.isascii() and query.pinyin.islower())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("кто сказал «слово не воробей»?", "слово не воробей"),
        ("Привет! слово не воробей 😊", "слово не воробей"),
        ("слово не воробей ахахах", "слово не воробей"),
        ('who said "actions speak louder"?', "actions speak louder"),
        ("my grandma used to say: actions speak louder :)", "actions speak louder"),
        ("кеше естідім: «жақсы сөз» кім айтқан?", "жақсы сөз"),
        ("жақсы сөз дейді ғой қазақ 👍", "жақсы сөз"),
        ("有句话叫“路遥知马力”是谁说的？", "路遥知马力"),
        ("老话说得好，路遥知马力👍", "路遥知马力"),
        ("那个……路遥知马力……怎么说来着", "路遥知马力"),
        ("路遥知马力哈哈哈哈", "路遥知马力"),
    ],
)
def test_what_people_say_around_the_words_they_remember_is_left_aside(typed: str, meant: str) -> None:
    assert normalise(meant) in Query.of(typed).cores


def test_words_that_only_ask_are_left_out_around_a_saying_and_kept_within() -> None:
    assert "slovo ne vorobei" in Query.of("пословица слово не воробей").cores
    assert "slovo ne vorobei" in Query.of("найди пословицу про слово не воробей пожалуйста").cores
