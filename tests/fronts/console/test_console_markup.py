"""Replies as lines of a terminal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fronts.console.markup import buttons_of, to_terminal
from bot.rendering.reply import Button, Reply, Share, Span, Style
from bot.services.reading_intents import Help, Open

BUTTONS = ((Button("one", Open("a")), Button("share", Share("a"))), (Button("two", Help()),))


def test_buttons_are_numbered_row_by_row_and_share_is_left_out() -> None:
    reply = Reply((Span("words"),), BUTTONS)

    assert [button.label for button in buttons_of(reply)] == ["one", "two"]
    assert to_terminal(reply, ansi=False) == "words\n\n[1] one   [2] two"


def test_a_reply_without_buttons_has_no_line_for_them() -> None:
    assert to_terminal(Reply((Span("words"),), ((Button("share", Share("a")),),)), ansi=False) == "words"


@pytest.mark.parametrize(("style", "code"), [(Style.BOLD, "\x1b[1m"), (Style.ITALIC, "\x1b[3m"), (Style.PLAIN, "")])
def test_styles_are_codes_only_where_codes_are_understood(style: Style, code: str) -> None:
    reply = Reply((Span("words", style),))

    assert to_terminal(reply, ansi=False) == "words"
    assert to_terminal(reply, ansi=True) == (f"{code}words\x1b[0m" if code else "words")


def test_an_address_stands_behind_its_words() -> None:
    assert to_terminal(Reply((Span("a book", url="https://example.org/a"),)), ansi=False) == "a book <https://example.org/a>"


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text(), st.booleans())
def test_nothing_a_text_holds_commands_the_terminal(text: str, url: str, ansi: bool) -> None:
    shown = to_terminal(Reply((Span(text, url=url or None),)), ansi=ansi)

    assert not [char for char in shown if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160]
