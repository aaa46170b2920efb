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


def test_no_word_and_no_button_is_parted_where_a_line_is_full() -> None:
    reply = Reply((Span("раз два "), Span("три", Style.BOLD), Span(" четыре\n一花独放不是春 百花齐放")), BUTTONS)

    assert to_terminal(reply, ansi=False, columns=14) == "раз два три\nчетыре\n一花独放不是春\n百花齐放\n\n[1] one\n[2] two"
    assert to_terminal(reply, ansi=True, columns=14).startswith("раз два \x1b[1mтри\x1b[0m\nчетыре")


def test_what_is_wider_than_a_terminal_begins_where_it_would() -> None:
    assert to_terminal(Reply((Span("a 一花独放不是春，百花齐放春满园"),)), ansi=False, columns=8) == "a 一花独放不是春，百花齐放春满园"


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab 春é\n\u200d")), st.integers(1, 12))
def test_parting_lines_changes_nothing_but_spaces(text: str, columns: int) -> None:
    parted = to_terminal(Reply((Span(text),)), ansi=False, columns=columns)

    assert parted.replace("\n", " ") == text.replace("\n", " ")


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text(), st.booleans())
def test_nothing_a_text_holds_commands_the_terminal(text: str, url: str, ansi: bool) -> None:
    shown = to_terminal(Reply((Span(text, url=url or None),)), ansi=ansi)

    assert not [char for char in shown if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160]
