"""The bot behind its name in any chat."""

import logging

import pytest
from bot_api.journal import Call
from bot_api.people import ALICE, BOB, User
from bot_api.server import BotApiServer

from bot.rendering.messages import Renderer
from bot.text.language import Language

pytestmark = pytest.mark.usefixtures("running_bot")

AIGUL = User(1003, "Айгүл", "kk")


async def offered(bot_api: BotApiServer, words: str, user: User = ALICE) -> Call:
    """What is offered to *user* who has typed *words*."""
    await bot_api.types_inline(words, user=user)
    return await bot_api.next_call("answerInlineQuery")


@pytest.mark.parametrize(
    ("user", "label", "words"),
    [(AIGUL, "📖 Дереккөз", "Жалғыз тал гүл"), (BOB, "📖 Источник", "Один цветок весны не делает")],
    ids=["kk", "ru"],
)
async def test_results_are_in_the_language_a_person_chose(bot_api: BotApiServer, user: User, label: str, words: str) -> None:
    await bot_api.user_says(f"/language {user.language_code}", user=user)
    await bot_api.next_call("sendMessage")

    answer = await offered(bot_api, "百花齐放", user)

    first = answer["results"][0]
    assert words in first["input_message_content"]["message_text"]
    assert label in [button["text"] for row in first["reply_markup"]["inline_keyboard"] for button in row]


async def test_results_come_in_the_language_that_is_typed(bot_api: BotApiServer) -> None:
    """Every letter typed asks again, and half a word is enough."""
    answers = [await offered(bot_api, "товарооборот Китая и Казахстана"[:length], AIGUL) for length in (12, 18, 31)]

    assert all("43,82 миллиарда долларов США" in answer["results"][0]["input_message_content"]["message_text"] for answer in answers[1:])


async def test_an_empty_query_offers_the_saying_of_the_day_and_more(bot_api: BotApiServer, renderer: Renderer) -> None:
    for number, language in enumerate(Language, 2000):
        user = User(number, "Somebody", str(language))
        await bot_api.user_says("/today", user=user)
        today = await bot_api.next_call("sendMessage")

        answer = await offered(bot_api, "", user)

        assert len(answer["results"]) >= 10
        assert answer["results"][0]["input_message_content"]["message_text"] in today["text"]
        assert renderer.catalogues[language].gettext("📖 Source") in str(answer["results"][0]["reply_markup"])


async def test_the_same_saying_has_the_same_id_in_every_answer(bot_api: BotApiServer) -> None:
    by_words, by_fewer_words, again = [await offered(bot_api, words) for words in ("百花齐放", "一花独放不是春", "百花齐放")]

    assert by_words["results"] == again["results"]
    assert by_words["results"][0]["id"] == by_fewer_words["results"][0]["id"]


async def test_answers_are_cached_for_a_while_and_for_one_person(bot_api: BotApiServer) -> None:
    """Another person may have chosen another language."""
    answer = await offered(bot_api, "百花齐放")

    assert answer["is_personal"] is True
    assert 10 <= int(answer["cache_time"]) <= 3600


async def test_when_nothing_is_found_a_button_leads_to_the_bot(bot_api: BotApiServer) -> None:
    answer = await offered(bot_api, "cheap used snowmobile zxqv")

    assert answer["results"] == []
    assert answer["button"]["start_parameter"] == "inline"
    assert 0 < len(answer["button"]["text"]) <= 64


async def test_there_are_never_more_results_than_telegram_takes(bot_api: BotApiServer) -> None:
    for words in ("", "a", "中", "мақал", "friendship", "/random", "the", "🌼"):
        answer = await offered(bot_api, words)

        ids = [result["id"] for result in answer["results"]]
        assert len(ids) == len(set(ids)) <= 50


async def test_a_result_shows_the_saying_and_who_said_it(bot_api: BotApiServer) -> None:
    result = (await offered(bot_api, "strong exchanges strong friendship"))["results"][0]

    assert result["type"] == "article"
    assert result["title"]
    assert result["description"]


async def test_buttons_of_a_chosen_result_turn_it_in_place(bot_api: BotApiServer) -> None:
    await offered(bot_api, "百花齐放")
    message = await bot_api.chooses_inline("zh:hundred-flowers")

    await bot_api.presses(message, "Рус", user=BOB)
    turned = await bot_api.next_call("editMessageText")
    await bot_api.presses(message, "📖 Источник", user=BOB)
    detailed = await bot_api.next_call("editMessageText")
    await bot_api.presses(message, "🌼 Похожее", user=BOB)
    another = await bot_api.next_call("editMessageText")

    assert {call["inline_message_id"] for call in (turned, detailed, another)} == {message.inline_message_id}
    assert "Один цветок весны не делает" in turned["text"]
    assert detailed["text"].startswith(turned["text"])
    assert "Один цветок весны не делает" not in another["text"]
    await bot_api.no_call("sendMessage", within=0.1)


async def test_an_answer_that_comes_too_late_is_let_go(bot_api: BotApiServer) -> None:
    """They typed on; the next answer is under way."""
    bot_api.query_timeout = -1.0
    await offered(bot_api, "百花")
    bot_api.query_timeout = 30.0

    answer = await offered(bot_api, "百花齐放")

    assert answer["results"]
    bot_api.forgive("query is too old")


async def test_an_answer_that_may_go_in_a_moment_goes_then(bot_api: BotApiServer) -> None:
    bot_api.fail_next("answerInlineQuery", 429, "Too Many Requests: retry after 1", {"retry_after": 1})
    refused = await offered(bot_api, "百花")

    answer = await bot_api.next_call("answerInlineQuery")

    assert answer["inline_query_id"] == refused["inline_query_id"]
    assert answer["results"]


@pytest.mark.parametrize("trouble", ["html", "429", "cut"])
async def test_an_answer_that_fails_is_let_go_without_word_to_anybody(
    bot_api: BotApiServer, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever types goes on typing, and gets the next."""
    match trouble:
        case "html":
            bot_api.fail_next_with_html("answerInlineQuery", 502)
        case "429":
            bot_api.fail_next("answerInlineQuery", 429, "Too Many Requests: retry after 5", {"retry_after": 5})
        case _:
            bot_api.cut_next("answerInlineQuery")
    await offered(bot_api, "百花")

    answer = await offered(bot_api, "百花齐放")

    assert answer["results"]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_forged_press_on_an_inline_message_does_not_stop_the_next(bot_api: BotApiServer) -> None:
    await offered(bot_api, "百花齐放")
    message = await bot_api.chooses_inline("zh:hundred-flowers")

    await bot_api.forges(message, "nonsense")
    pointed = await bot_api.next_call("editMessageText")
    await bot_api.forges(message, "o:zh:hundred-flowers")
    back = await bot_api.next_call("editMessageText")

    assert "/help" in pointed["text"]
    assert "一花独放不是春" in back["text"]
