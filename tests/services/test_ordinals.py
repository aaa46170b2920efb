"""Which of those to choose from is meant, and what only has a number in it."""

import pytest

from bot.services.ordinals import LAST, number_chosen
from bot.text.normalise import normalise


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1),
        ("3 please", 3),
        ("No. 2", 2),
        ("number two", 2),
        ("the first", 1),
        ("can you show me the second one, please?", 2),
        ("what about the last one", LAST),
        ("дай вторую", 2),
        ("покажите мне второй вариант", 2),
        ("номер три", 3),
        ("2-ю, пожалуйста", 2),
        ("ну давайте последнюю", LAST),
        ("екіншісін ашшы", 2),
        ("маған үшінші нұсқа керек", 3),
        ("1-ші", 1),
        ("соңғысы", LAST),
        ("第二个", 2),
        ("就第三句吧", 3),
        ("我选2", 2),
        ("第二个是什么意思", 2),
        ("最后一个", LAST),
    ],
)
def test_whatever_stands_around_it_the_number_is_meant(typed: str, number: int) -> None:
    assert number_chosen(normalise(typed)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "one more, please",
        "one, please",
        "no one",
        "give me two",
        "first come, first served",
        "the first step",
        "два сапога пара",
        "дай три",
        "первый блин комом",
        "последняя капля",
        "бірінші байлық — денсаулық",
        "来一句",
        "看一个",
        "一",
        "第二春",
        "一二三",
        "",
    ],
)
def test_what_says_anything_else_is_no_choice(typed: str) -> None:
    assert number_chosen(normalise(typed)) is None
