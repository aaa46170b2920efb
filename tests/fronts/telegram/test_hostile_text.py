"""Whatever is typed, the bot has an answer, and Telegram takes it."""

import pytest
from bot_api.limits import message_text
from bot_api.people import ALICE, GROUP, User
from bot_api.server import BotApiServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fronts.telegram.markup import to_message
from bot.rendering.messages import Renderer
from bot.rendering.reply import Reply, Span, Style
from bot.text.language import Language

HOSTILE = {
    "right-to-left override": "\u202egnirps\u202c весна",
    "isolates": "\u2067abc\u2066",
    "zalgo": "s" + "\u0336\u0489\u0310\u035b" * 300 + "pring",
    "nul": "a\x00b\x00",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x9b31m",
    "4096 emoji": "😀" * 4096,
    "family": "👩‍👩‍👧‍👦" * 500,
    "flags": "🇰🇿🇨🇳" * 100,
    "lone surrogates": "\ud800 and \udfff",
    "html": "<b>bold</i> &lt; &amp; <script>alert(1)</script> <a href='x'>",
    "markdown": "*bold _italic `code` [link](http://x) ~ > # + - = | { } . !",
    "4096 letters": "а" * 4096,
    "one long word of Chinese": "花" * 4096,
    "spaces": " \u00a0\u2003\u3000\u200b ",
    "only joiners": "\u200d\u200c\ufeff",
    "line breaks": "\n" * 500 + "spring",
    "sql": "'; DROP TABLE quotes; --",
    "percent": "%s %d %(x)s {0} {words} {count}",
    "braces": "{" * 200 + "}" * 200,
    "slashes": "/" * 300,
    "newline command": "/\n/help",
    "tag characters": "\U000e0041\U000e0042",
    "private use": "\ue000\U000f0000",
    "beyond Unicode's end": "\U0010ffff\ufffe",
    "combining first": "\u0301е",
    "Hangul and Thai and Arabic": "봄 ดอกไม้ كوكتەم",
    "digits": "٣٤٥ ⅷ ①② 一二三",
}
BEHIND = ("", "/topic ", "/search ", "/random ", "/language ", "/start q_", "/start ", "/quote ")


@pytest.mark.usefixtures("running_bot")
@pytest.mark.parametrize("behind", BEHIND, ids=[part.strip() or "bare" for part in BEHIND])
async def test_hostile_text_is_answered_and_never_refused(bot_api: BotApiServer, renderer: Renderer, behind: str) -> None:
    """Behind commands, too, some of which repeat what they were given."""
    for number, text in enumerate(HOSTILE.values()):
        await bot_api.user_says((behind + text)[:4096], user=User(3000 + number, text[:64] or "x", "en"))

    sent = [await bot_api.next_call("sendMessage") for _ in HOSTILE]

    assert {call["chat_id"] for call in sent} == {3000 + number for number in range(len(HOSTILE))}
    assert renderer.apology(Language.EN).text not in {call["text"] for call in sent}


@pytest.mark.usefixtures("running_bot")
async def test_hostile_inline_queries_are_answered_and_never_refused(bot_api: BotApiServer) -> None:
    for text in HOSTILE.values():
        await bot_api.types_inline(text[:256])

    answers = [await bot_api.next_call("answerInlineQuery") for _ in HOSTILE]

    assert len(answers) == len(HOSTILE)


@pytest.mark.usefixtures("running_bot")
async def test_hostile_words_behind_the_bots_name_are_answered_in_a_group(bot_api: BotApiServer, renderer: Renderer) -> None:
    texts = [text[:3000] for text in HOSTILE.values()]
    for text in texts:
        await bot_api.user_says(f"@hundred_flowers_bot {text}", chat=GROUP, user=ALICE)

    sent = [await bot_api.next_call("sendMessage") for _ in texts]

    assert renderer.apology(Language.EN).text not in {call["text"] for call in sent}


spans = st.builds(Span, st.text(max_size=3000), st.sampled_from(Style), st.sampled_from([None, "https://example.org/a"]))


@settings(deadline=None, max_examples=60)
@given(st.lists(spans, max_size=6))
def test_any_reply_becomes_a_message_that_telegram_takes(parts: list[Span]) -> None:
    """At most 4,096 characters, and every entity inside of the text and at the borders of characters."""
    outgoing = to_message(Reply((Span("§"), *parts)), "hundred_flowers_bot")

    taken = message_text({"text": outgoing.text, "entities": outgoing.entities})

    assert "".join(span.text for span in (Span("§"), *parts))[:4000].startswith(taken.text[:4000].removesuffix("…"))
