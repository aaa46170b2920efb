"""What is said in a terminal alone, which has no buttons but numbers."""

from bot.rendering.catalogue import Catalogue
from bot.rendering.reply import Reply, Span


def how_to(catalogue: Catalogue) -> Reply:
    """How buttons are pressed, and how the chat is left."""
    return Reply((Span(catalogue.gettext("To press a button, type its number. Ctrl-D leaves.")),))


def no_such_button(number: int, last: int, catalogue: Catalogue) -> Reply:
    """What is said to a *number* behind that of the *last* button."""
    template = catalogue.gettext("There is no button {number}: the last one is {last}.")
    return Reply((Span(template.format(number=number, last=last)),))
