"""Forms of words: what only differs by its ending is one word, and what only begins alike is two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.forms import is_form
from bot.text.language import Language
from bot.text.normalise import normalise

RU, KK, EN, ZH = Language.RU, Language.KK, Language.EN, Language.ZH
SAME = [
    *((RU, *pair.split("/")) for pair in "собак/собаками собаке/собака вода/воды воде/водой соседях/сосед мышей/мыши волков/волк".split()),
    *((RU, *pair.split("/")) for pair in "кошек/кошке деньги/денег земель/земле ветер/ветра отец/отца".split()),
    *(
        (RU, *pair.split("/"))
        for pair in "лошадей/лошадь братья/брат матери/мать ум/уме друзьях/друзей времени/время Толстого/Толстой старых/старый".split()
    ),
    *((KK, *pair.split("/")) for pair in "ит/иттің ат/атының су/суды адам/адамдарға ана/анаңның бала/баласына сөз/сөздері".split()),
    *((KK, *pair.split("/")) for pair in "еңбек/еңбегі кітап/кітабымыз жүрек/жүрегінде".split()),
    *((EN, *pair.split("/")) for pair in "dogs/dog horse/horses city/cities wishes/wish cats/cat mice/mouse wolves/wolf".split()),
]
OTHERS = [
    *((RU, *pair.split("/")) for pair in "Сталина/стали дружбе/друг материализм/матери рыбак/рыба столик/стол".split()),
    *((RU, *pair.split("/")) for pair in "друга/другому город/гордым живот/живёт кот/кто".split()),
    *(
        (KK, *pair.split("/"))
        for pair in "ат/ата туған/тау қан/қасыңнан теңіз/тең түйе/түн айна/ай тұз/түзе қаз/қазан тау/тауық от/отан тіл/тілек".split()
    ),
    *((EN, *pair.split("/")) for pair in "party/part horseman/horse cat/catch war/warm".split()),
    (ZH, "春天", "春"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_a_word_is_known_in_another_form(language: Language, one: str, other: str) -> None:
    assert is_form(normalise(one), normalise(other), language, 2)
    assert is_form(normalise(other), normalise(one), language, 2)


@pytest.mark.parametrize(("language", "one", "other"), OTHERS)
def test_a_word_that_only_begins_like_it_is_another(language: Language, one: str, other: str) -> None:
    assert not is_form(normalise(one), normalise(other), language, 2)


def test_forms_share_as_many_letters_as_are_asked_for() -> None:
    assert is_form("vode", "vodi", RU, 3)
    assert not is_form("vode", "vodi", RU, 4)


@given(st.sampled_from([RU, KK, EN]), st.text("abdeikmnostuvz", min_size=2, max_size=12))
def test_every_word_is_a_form_of_itself(language: Language, word: str) -> None:
    assert is_form(word, word, language, 2)
