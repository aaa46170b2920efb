"""What a text would be if the keyboard had been switched to the layout its writer meant."""

# The keys that are letters on the Russian layout, without and with Shift.
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
# On the Kazakh layout the digit row holds the letters Russian has not.
_KAZAKH_KEYS, _KAZAKH_LETTERS = "234589-=0", "әіңғүұөһқ"

_TO_RUSSIAN = str.maketrans(_ENGLISH + "/&?^", _RUSSIAN + ".?,:")
# Its digits, commas and brackets have moved elsewhere: 6 is its comma, 7 its full stop.
_TO_KAZAKH = _TO_RUSSIAN | str.maketrans(_KAZAKH_KEYS + "671^&`~", _KAZAKH_LETTERS + ',.";:()')
_TO_ENGLISH = str.maketrans(_RUSSIAN + ".", _ENGLISH + "/")


def other_layouts(text: str) -> tuple[str, ...]:
    """The texts of the same keys on the other layouts: "ghbdtn" gives "привет", "руддщ" gives "hello"."""
    if any(char.isascii() and char.isalpha() for char in text):
        return text.translate(_TO_RUSSIAN), text.translate(_TO_KAZAKH)
    return (text.translate(_TO_ENGLISH),)
