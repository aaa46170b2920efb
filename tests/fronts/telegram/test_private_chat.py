"""A person and the bot in a private chat, over real HTTP."""

import pytest
from bot_api.messages import BotMessage
from bot_api.people import User, private_chat
from bot_api.server import BotApiServer

from bot.corpus.quote import Kind, Quote
from bot.fronts.telegram.front import TelegramFront
from bot.rendering.messages import Renderer
from bot.services.answers import GreetingBack, Nothing, Welcomed, WordsOnly
from bot.services.intents import COMMANDS, Command
from bot.text.language import Language

pytestmark = pytest.mark.usefixtures("running_bot")

AIGUL = User(1003, "Айгүл", "ru")
SPOKEN = [command for command in COMMANDS if command.words]


QUESTIONS = (
    ("百花齐放", "一花独放不是春"),
    ("一花獨放不是春", "百花齐放春满园"),
    ("Тоқаев қандай қытай мақалын айтты", "Жалғыз тал гүл ашылса"),
    ("товарооборот Китая и Казахстана", "43,82 миллиарда долларов США"),
    ("who is kazakhstan's largest trading partner", "China is Kazakhstan’s largest trading and investment partner"),
)


async def test_a_question_is_answered_in_its_own_language(bot_api: BotApiServer) -> None:
    for question, words in QUESTIONS:
        await bot_api.user_says(question)

        sent = await bot_api.next_call("sendMessage")

        assert words in sent["text"]


async def test_the_language_of_the_question_decides(bot_api: BotApiServer) -> None:
    """A Kazakh question from a Russian client gets a Kazakh answer."""
    await bot_api.user_says("Тоқаев қандай қытай мақалын айтты", user=AIGUL)

    sent = await bot_api.next_message(private_chat(AIGUL))

    assert "Жалғыз тал гүл ашылса" in sent.text
    assert "🌼 Тағы осындай" in [button["text"] for button in sent.buttons]


async def test_an_answer_has_the_saying_its_original_its_speaker_its_date_and_its_source(bot_api: BotApiServer) -> None:
    await bot_api.user_says("a single flower does not make spring")

    sent = await bot_api.next_message()

    assert "Original (Chinese): 一花独放不是春" in sent.text
    assert "Cited by: Kassym-Jomart Tokayev" in sent.text
    assert "September 2, 2025" in sent.text
    assert "Source: “" in sent.text


async def test_an_answer_brings_no_preview_of_its_source(bot_api: BotApiServer) -> None:
    await bot_api.user_says("百花齐放")

    sent = await bot_api.next_call("sendMessage")

    assert sent["link_preview_options"] == {"is_disabled": True}


async def test_a_private_answer_quotes_no_question(bot_api: BotApiServer) -> None:
    await bot_api.user_says("百花齐放")

    sent = await bot_api.next_call("sendMessage")

    assert "reply_parameters" not in sent


@pytest.mark.parametrize("command", SPOKEN, ids=[command.name for command in SPOKEN])
async def test_a_typed_word_stands_for_its_command_in_the_language_of_the_word(
    bot_api: BotApiServer, by_id: dict[str, Quote], command: Command
) -> None:
    for language, words in command.words.items():
        await bot_api.user_says(f"/{command.name}", language_code=language)
        by_command = await bot_api.next_message()

        for word in words:
            await bot_api.user_says(word, language_code="fr")
            by_word = await bot_api.next_message()
            if command.name == "suggest":
                # A person has only so many drafts.
                await bot_api.user_says("/cancel", language_code=language)
                await bot_api.next_message()

            assert [button["text"] for button in by_word.buttons] == [button["text"] for button in by_command.buttons]
            assert _kind(by_word, by_id) == _kind(by_command, by_id) or command.name == "random"


def _kind(message: BotMessage, by_id: dict[str, Quote]) -> Kind | None:
    """The kind of the quote that *message* shows."""
    found = (button["callback_data"].rpartition(":")[2] for button in message.buttons if "callback_data" in button)
    return next((by_id[id_].kind for id_ in found if id_ in by_id), None)


SMALL_TALK = (
    ("Привет!", GreetingBack(Language.RU)),
    ("сәлем", GreetingBack(Language.KK)),
    ("你好", GreetingBack(Language.ZH)),
    ("hello", GreetingBack(Language.EN)),
    ("Рақмет!", Welcomed(Language.KK)),
    ("спасибо", Welcomed(Language.RU)),
    ("谢谢", Welcomed(Language.ZH)),
    ("thanks", Welcomed(Language.EN)),
)


async def test_small_talk_is_answered_in_kind(bot_api: BotApiServer, renderer: Renderer) -> None:
    for text, answer in SMALL_TALK:
        await bot_api.user_says(text, language_code="")

        sent = await bot_api.next_message()

        assert sent.text == renderer.render(answer).text
        assert sent.buttons == []


async def test_what_is_not_in_the_collection_is_said_honestly(bot_api: BotApiServer, renderer: Renderer) -> None:
    await bot_api.user_says("where can I buy a cheap used snowmobile in Norway")

    sent = await bot_api.next_message()

    assert sent.text == renderer.render(Nothing(Language.EN)).text
    assert [button["text"] for button in sent.buttons] == ["🎲 A random saying", "🗂 Topics"]


MEDIA = {
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "sticker": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    "photo": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    "location": {"location": {"longitude": 71.4, "latitude": 51.1}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}
SERVICE = {
    "joined": {"new_chat_members": [AIGUL.to_json()]},
    "left": {"left_chat_member": AIGUL.to_json()},
    "title": {"new_chat_title": "百花齐放"},
    "pinned": {"pinned_message": {"message_id": 1, "date": 0, "chat": private_chat(AIGUL).to_json()}},
    "timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "write access": {"write_access_allowed": {}},
}


async def test_media_without_text_is_answered_with_a_clear_sentence(bot_api: BotApiServer, renderer: Renderer) -> None:
    for media in MEDIA.values():
        await bot_api.user_sends(media, user=AIGUL)

        sent = await bot_api.next_message(private_chat(AIGUL))

        assert sent.text == renderer.render(WordsOnly(Language.RU)).text


async def test_a_caption_is_read_like_a_text(bot_api: BotApiServer) -> None:
    await bot_api.user_sends(MEDIA["photo"], caption="百花齐放")

    sent = await bot_api.next_message()

    assert "一花独放不是春" in sent.text


async def test_service_messages_are_passed_over_in_silence(bot_api: BotApiServer) -> None:
    """The question behind them is answered first, so nothing was said to them."""
    for service in SERVICE.values():
        await bot_api.user_sends(service)
    await bot_api.user_says("百花齐放")

    sent = await bot_api.next_message()

    assert "一花独放不是春" in sent.text
    await bot_api.no_call("sendMessage", within=0.1)


async def test_a_message_sent_by_way_of_the_bot_itself_is_not_answered(bot_api: BotApiServer, running_bot: TelegramFront) -> None:
    """Somebody who chooses an inline result in the bot's own chat does not ask for it there."""
    await bot_api.user_says("一花独放不是春，百花齐放春满园。", via_bot=bot_api.bot.to_json())

    await bot_api.no_call("sendMessage")
