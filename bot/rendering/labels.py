"""What the languages are called on buttons."""

from bot.text.language import Language

# A language calls itself by its own name, in whatever language the message is.
LANGUAGE_LABELS = {Language.ZH: "中文", Language.KK: "Қаз", Language.RU: "Рус", Language.EN: "EN"}
LANGUAGE_NAMES = {Language.ZH: "中文", Language.KK: "Қазақша", Language.RU: "Русский", Language.EN: "English"}
