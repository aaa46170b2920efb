"""From how sure on people are answered, and from how sure on they are shown anything."""

from typing import NamedTuple


class Cutoffs(NamedTuple):
    """Certainties, 0–1: those of texts and those of themes."""

    text_answer: float
    text_choices: float
    theme_answer: float
    theme_choices: float
