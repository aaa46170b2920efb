"""Which language a question is in, when its letters alone cannot tell."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from conftest import searched
from stores import put_sqlite

from bot.corpus.reader import Corpus
from bot.search.confidence import Outcome, tells_of
from bot.services.answering import MAX_CHOICES, Answering, Result
from bot.services.smalltalk import is_interjection
from bot.store.engine import Database
from bot.store.quotes import QuoteStore
from bot.text.language import Language
from bot.text.normalise import normalise


@pytest.fixture
async def answering(sqlite_url: str, corpus: Corpus) -> AsyncIterator[Answering]:
    """The search over the shipped quotes, in a SQLite file."""
    await put_sqlite(sqlite_url, corpus)
    async with Database(sqlite_url) as database:
        yield await searched(QuoteStore(database), corpus)


async def test_what_was_found_tells_the_language_of_words_that_could_be_anybodys(answering: Answering) -> None:
    asked = {
        "достык туралы макал": Language.KK,
        "Отан отбасынан басталады": Language.KK,
        "jaqsy soz jarym yrys": Language.KK,
        "slovo ne vorobey": Language.RU,
        "Слово не воробей": Language.RU,
        "actions speak louder than words": Language.EN,
        "百花齐放": Language.ZH,
    }

    found = {words: answering.search(words).language for words in asked}

    assert found == asked


async def test_a_name_that_folds_alike_in_every_language_is_answered_in_the_script_it_was_typed_in(answering: Answering) -> None:
    cyrillic = ["Пушкин", "Абай", "Крылов", "Толстой", "Ауэзов", "Ахмет Байтурсынулы", "Ыбырай", "Ли Бай"]
    latin = ["Tolstoy", "Chekhov", "Krylov", "Li Bai", "Sun Yeli", "blcu", "lu ban"]

    found = {name: answering.search(name).language for name in cyrillic + latin}

    assert [name for name in cyrillic if found[name] not in {Language.KK, Language.RU}] == []
    assert [name for name in latin if found[name] is not Language.EN] == []


async def test_a_question_in_latin_letters_that_no_text_is_like_is_answered_in_the_language_it_is_nearest_to(answering: Answering) -> None:
    asked = {
        "druzhba dorozhe deneg": Language.RU,
        "pochemu vazhna druzhba mezhdu narodami": Language.RU,
        "madeni bailanystar nege manyzdy": Language.KK,
        "tokayev beijing visit results friendship": Language.EN,
    }

    found = {words: answering.search(words) for words in asked}

    assert [words for words, result in found.items() if result.outcome is Outcome.NOTHING] == []
    assert {words: result.language for words, result in found.items()} == asked


@pytest.mark.parametrize(
    "words",
    ["слова Абая", "Абайдың сөзі", "Абайдың сөздері", "the words of Abai", "slova Abaya", "阿拜的话", "阿拜说过的话"],
)
async def test_somebodys_words_are_those_they_said(answering: Answering, words: str) -> None:
    result = answering.search(words)

    assert result.outcome is Outcome.CHOICES
    assert all(hit.quote_id.startswith("kk-abai-") for hit in result.choices)


@pytest.mark.parametrize("words", ["слова поддержки", "оның сөзі", "сенің сөзің", "words of the song", "没有的话", "不行的话", "下雨的话"])
async def test_words_that_are_nobodys_are_talk(answering: Answering, words: str) -> None:
    assert answering.search(words).outcome is Outcome.NOTHING


async def test_russian_questions_about_the_article_are_answered_in_russian(answering: Answering) -> None:
    """Names as "казахстан" and "китай" must not make them Kazakh."""
    questions = [
        "китайский культурный центр",
        "культурный центр казахстана",
        "какие китайские мастерские упомянул токаев",
        "министр культуры и туризма китая",
        "как зовут министра культуры китая",
        "товарооборот китая и казахстана",
        "кто открыл центр в пекине",
        "динамика отношений казахстан китай",
    ]

    assert [words for words in questions if answering.search(words).language is not Language.RU] == []


async def test_choices_are_few_distinct_and_begin_with_the_best(answering: Answering) -> None:
    result = answering.search("Абай")

    assert result.outcome is Outcome.CHOICES
    assert 1 < len(result.choices) <= MAX_CHOICES
    assert result.choices == result.hits[: len(result.choices)]
    assert len({hit.quote_id for hit in result.choices}) == len(result.choices)


@pytest.mark.parametrize("words", ["", "😀", "…", "\ud83d"])
async def test_what_holds_no_words_has_neither_outcome_nor_language(sqlite_url: str, words: str) -> None:
    async with Database(sqlite_url) as database:
        result = Answering(QuoteStore(database)).search(words)

    assert (result.outcome, result.hits, result.choices, result.language, result.likely) == (Outcome.NOTHING, (), (), None, None)


@pytest.mark.parametrize("words", ["nice", "Really?", "всегда", "ничего", "болады", "білмеймін!", "多少钱？", "不知道"])
async def test_what_is_only_thrown_in_finds_nothing_unless_it_is_searched_for(answering: Answering, words: str) -> None:
    assert answering.search(words).outcome is Outcome.NOTHING
    assert answering.search(words, searching=True).hits
    # Without its letters as they are typed, it is another word.
    assert not is_interjection("киім")
    assert not is_interjection("соль")


@pytest.mark.parametrize(("word", "language"), [("зима", Language.RU), ("игры", Language.RU), ("кошка", Language.RU), ("қыс", Language.KK)])
async def test_a_word_that_may_be_of_either_language_finds_its_forms_in_the_one_that_has_them(
    answering: Answering, word: str, language: Language
) -> None:
    result = answering.search(word)

    assert result.outcome is Outcome.CHOICES
    assert (result.language, result.choices[0].language) == (language, language)
    assert all(tells_of(hit, normalise(word), language) for hit in result.choices)


@pytest.mark.parametrize("word", ["шай", "пол"])
async def test_a_short_word_is_not_taken_for_the_beginning_of_another(answering: Answering, word: str) -> None:
    assert answering.search(word).outcome is Outcome.NOTHING


async def test_what_is_asked_for_word_for_word_is_found_whatever_it_looks_like(answering: Answering) -> None:
    assert answering.search("асықпа деген мақал").outcome is not Outcome.NOTHING


async def test_questions_of_one_moment_are_searched_for_in_a_row(answering: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what they are cheaper by: what comes before and after is done for all of them in a row, too."""
    steps: list[str] = []
    search = answering.search

    def watched(words: str, **options: Any) -> Result:
        steps.append("search")
        return search(words, **options)

    async def answered(words: str) -> None:
        steps.append("before")
        await answering.ask(words)
        steps.append("after")

    monkeypatch.setattr(answering, "search", watched)
    await asyncio.gather(*map(answered, ["百花齐放", "слово не воробей", "достық"]))

    assert steps == ["before"] * 3 + ["search"] * 3 + ["after"] * 3
