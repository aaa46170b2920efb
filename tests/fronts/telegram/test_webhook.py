"""Updates by webhook: plain HTTP behind a TLS proxy, on the path of the address, with a secret that Telegram repeats."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession
from bot_api.people import ALICE, BOB, PRIVATE
from bot_api.server import BotApiServer
from conftest import BOT_API_SPEC, front_of, telegram_running
from hypothesis import assume, given
from hypothesis import strategies as st
from nasty import TEXTS, fuzzed, mangled

from bot.errors import SettingsError, StartError
from bot.fronts.telegram.front import TelegramFront
from bot.fronts.telegram.webhook import Webhook, secret_of
from bot.rendering.messages import Renderer
from bot.services.conversation import Conversation

SAYING = "一花独放不是春"
SECRET = "a-secret_of_Telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def webhook() -> Webhook:
    """A webhook on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Webhook("https://bot.example.org/hooks/flowers", "127.0.0.1", port, SECRET)


@pytest.fixture
async def server(webhook: Webhook) -> AsyncIterator[BotApiServer]:
    """A Bot API server that reaches the bot's port by its public address."""
    forward = {"https://bot.example.org": f"http://127.0.0.1:{webhook.port}"}
    folder = BOT_API_SPEC if BOT_API_SPEC.is_dir() else None
    async with BotApiServer(validator_folder=folder, webhook_forward=forward) as running:
        yield running
    assert [refusal for refusal in running.refusals if refusal.error_code == 400] == []


@pytest.fixture
async def front(server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook) -> AsyncIterator[TelegramFront]:
    """The bot, listening."""
    async with telegram_running(server, conversation, renderer, webhook) as running:
        yield running


@pytest.mark.parametrize("refused", [True, False])
async def test_a_token_that_is_refused_while_sending_ends_the_front_if_it_is_refused_again(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook, *, refused: bool
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(front_of(server, conversation, renderer, webhook=webhook).run(stop))
    await server.next_call("setWebhook")
    server.fail_next("sendMessage", 401, "Unauthorized")
    if refused:
        server.fail_next("getMe", 401, "Unauthorized")
    await server.user_says("百花齐放")
    await server.next_call("getMe")  # that of the start
    await server.next_call("getMe")

    if refused:
        with pytest.raises(SettingsError, match="BotFather"):
            await asyncio.wait_for(running, 10)
        return
    await server.user_says("百花齐放", user=BOB)
    while (await server.next_call("sendMessage"))["chat_id"] != BOB.id:
        pass
    stop.set()
    await running


async def test_a_failure_at_the_start_is_over_when_the_next_try_has_gone_well(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.fronts.telegram.front._FIRST_RETRY_SECONDS", 0.01)
    server.fail_next_with_html("getMe", 502)
    server.fail_next_with_html("setWebhook", 502)

    async with telegram_running(server, conversation, renderer, webhook) as running:
        await server.user_says("百花齐放")
        await server.next_message()
        assert await running.is_taking()


@pytest.mark.usefixtures("front")
async def test_updates_that_come_by_webhook_are_answered(server: BotApiServer) -> None:
    await server.user_says("百花齐放")
    answered = await server.next_message()
    await server.presses(answered, "Рус")
    edited = await server.next_call("editMessageText")

    assert SAYING in answered.text
    assert "Один цветок весны не делает" in edited["text"]
    assert {delivery.status for delivery in server.webhook_deliveries} == {200}


@pytest.mark.usefixtures("front")
async def test_the_address_and_the_secret_are_those_of_the_settings(server: BotApiServer, webhook: Webhook) -> None:
    told = await server.next_call("setWebhook")

    assert (told["url"], told["secret_token"]) == (webhook.url, SECRET)
    assert "callback_query" in told["allowed_updates"]
    assert not any(call.method == "getUpdates" for call in server.calls)


@pytest.mark.usefixtures("front")
async def test_a_call_without_the_secret_is_refused(server: BotApiServer, webhook: Webhook) -> None:
    server.chats[PRIVATE.id] = PRIVATE
    statuses = []

    async with ClientSession() as session:
        for headers in ({}, {HEADER: "forged"}, {HEADER: ""}, {HEADER: SECRET.upper()}):
            async with session.post(_local(webhook), json=_update(), headers=headers) as response:
                statuses.append(response.status)
    await server.user_says("/privacy")
    await server.next_call("sendMessage")

    assert statuses == [403] * 4
    assert len([call for call in server.calls if call.method == "sendMessage"]) == 1


@pytest.mark.usefixtures("front")
async def test_there_is_nothing_on_any_other_path(webhook: Webhook) -> None:
    address = f"http://127.0.0.1:{webhook.port}"
    statuses = []

    async with ClientSession() as session:
        for path in ("/", "/hooks", "/hooks/flowers/more", "/telegram"):
            async with session.post(address + path, json=_update(), headers={HEADER: SECRET}) as response:
                statuses.append(response.status)

    assert statuses == [404] * 4


@pytest.mark.usefixtures("front")
async def test_what_is_no_update_is_refused_and_the_next_update_answered(server: BotApiServer, webhook: Webhook) -> None:
    headers = {HEADER: SECRET, "Content-Type": "application/json"}

    async with ClientSession() as session, session.post(_local(webhook), data=b"{", headers=headers) as response:
        status = response.status
    await server.user_says("百花齐放")
    answered = await server.next_message()

    assert 400 <= status < 600
    assert SAYING in answered.text


BODIES = st.one_of(
    st.binary(max_size=300),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"", b"[]", b"null", b"1", b"[" * 5_000, b'{"update_id": ' + b"9" * 5_000 + b"}", b"\x1f\x8b\x08\x00"]),
    mangled({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": PRIVATE.to_json(), "text": "spring"}})
    .map(json.dumps)
    .map(str.encode),
)
TYPES = st.sampled_from(["application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data", ""])


@fuzzed(60)
@given(body=BODIES, content_type=TYPES)
@pytest.mark.usefixtures("front")
async def test_after_any_body_the_next_update_is_answered(server: BotApiServer, webhook: Webhook, body: bytes, content_type: str) -> None:
    async with ClientSession() as session:
        headers = {HEADER: SECRET, "Content-Type": content_type}
        async with session.post(_local(webhook), data=body, headers=headers) as response:
            status = response.status
    await server.user_says("/privacy")
    while (await server.next_call("sendMessage"))["chat_id"] != PRIVATE.id:
        pass

    assert status in {200, 400, 403, 413, 415, 422, 500}
    # Where the body was an update with another chat, Telegram knows no such chat.
    server.refusals.clear()


FORGED = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=300) | st.sampled_from(
    [SECRET[:-1], SECRET + "x", SECRET.title()]
)


@fuzzed(40)
@given(forged=FORGED)
@pytest.mark.usefixtures("front")
async def test_no_other_secret_is_taken(server: BotApiServer, webhook: Webhook, forged: str) -> None:
    assume(forged.strip() != SECRET)
    async with ClientSession() as session, session.post(_local(webhook), json=_update(), headers={HEADER: forged}) as response:
        status = response.status

    assert status == 403
    assert not any(call.method == "sendMessage" for call in server.calls)


@pytest.mark.usefixtures("front")
async def test_an_update_that_is_replayed_is_answered_once(server: BotApiServer, webhook: Webhook) -> None:
    server.chats[PRIVATE.id] = PRIVATE
    async with ClientSession() as session:
        for _ in range(2):
            async with session.post(_local(webhook), json=_update(), headers={HEADER: SECRET}) as response:
                assert response.status == 200
    await server.next_call("sendMessage")

    await server.no_call("sendMessage")


async def test_a_taken_port_stops_the_start_in_one_sentence(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook
) -> None:
    with socket.create_server(("127.0.0.1", webhook.port)):
        front = front_of(server, conversation, renderer, webhook=webhook)

        with pytest.raises(StartError) as refused:
            await asyncio.wait_for(front.run(asyncio.Event()), 10)

    assert f"127.0.0.1:{webhook.port}" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert server.token not in str(refused.value)
    # The program that has the port keeps its webhook, too.
    assert not any(call.method == "setWebhook" for call in server.calls)


async def test_an_address_that_telegram_refuses_stops_the_start_in_one_sentence(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook
) -> None:
    nowhere = replace(webhook, url="https://nowhere.example.org/hook")
    front = front_of(server, conversation, renderer, webhook=nowhere)

    with pytest.raises(StartError, match="webhook") as refused:
        await asyncio.wait_for(front.run(asyncio.Event()), 10)

    assert server.token not in str(refused.value)
    server.forgive("bad webhook")


async def test_a_bot_that_polls_again_takes_its_webhook_away(
    server: BotApiServer, conversation: Conversation, renderer: Renderer, webhook: Webhook
) -> None:
    async with telegram_running(server, conversation, renderer, webhook):
        pass

    async with telegram_running(server, conversation, renderer):
        await server.user_says("百花齐放")
        answered = await server.next_message()

    assert SAYING in answered.text


def test_replicas_agree_on_a_secret_that_says_nothing_of_the_token() -> None:
    secret, other = secret_of("123456:ABC-DEF"), secret_of("123456:ABC-DEG")

    assert secret == secret_of("123456:ABC-DEF")
    assert secret != other
    assert re.fullmatch("[A-Za-z0-9_-]{32,256}", secret)
    assert "ABC" not in secret


def test_the_secret_is_not_in_the_repr(webhook: Webhook) -> None:
    assert SECRET not in repr(webhook)


def _local(webhook: Webhook) -> str:
    return f"http://127.0.0.1:{webhook.port}/hooks/flowers"


def _update() -> dict[str, object]:
    message = {"message_id": 1, "date": 1, "chat": PRIVATE.to_json(), "from": ALICE.to_json(), "text": "百花齐放"}
    return {"update_id": 1, "message": message}


@pytest.mark.usefixtures("front")
async def test_a_forged_secret_of_any_bytes_is_refused_and_no_error(webhook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    reader, writer = await asyncio.open_connection(webhook.host, webhook.port)
    writer.write(b"POST /hooks/flowers HTTP/1.1\r\nHost: x\r\n%b: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}" % HEADER.encode())
    status = await reader.readline()
    writer.close()

    assert b" 403 " in status
    assert "Traceback" not in caplog.text
