"""Requests without a word for a saying: "что-нибудь про деньги", "something about hope", "тағы достық туралы", 来句关于友谊的."""

import re

from bot.search.phrases import any_of
from bot.text.language import Language


def _one_of(phrases: str) -> str:
    return f"(?:{any_of(phrases)})"


# A thing, or two: "деньги и дружбу".
_WHAT = r"(\w+(?: \w+){0,2})"
_RUSSIAN_BEFORE = _one_of("а/и/но/ну/ещё/давай/давайте/теперь/тогда/есть/у вас/у тебя/ли/дай/дайте/мне/нам/найди/хочу/можно/расскажи")
_RUSSIAN_ANYTHING = _one_of(
    "что-нибудь/что-то/чего-нибудь/что-нибудь мудрое/что-нибудь есть/есть что-нибудь/что есть/ещё/давай/давай теперь/и/а"
)
_RUSSIAN_ABOUT = _one_of("о/об/обо/про/на тему")
_NO_THING = _one_of("you/me/it/us/that/this/him/her/them/your/now/tomorrow/today/dinner/lunch/the")
_WISDOM = "(?:ani |some )?(?:vords of )?visdom|ani advice|some advice"
_KAZAKH_ABOUT = _one_of("туралы/жайлы/жайында/жөнінде")
_KAZAKH_ANYTHING = _one_of(
    "не айтасың/не айтасыз/не дейсің/не дейсіз/бірдеңе/бір нәрсе/бірдеңе айт/бір нәрсе айт/бірдеңе бар ма/айтшы/айт/тап/тауып бер"
)
_PATTERNS = {
    Language.RU: (
        rf"(?:{_RUSSIAN_BEFORE} )*{_RUSSIAN_ANYTHING} {_RUSSIAN_ABOUT} {_WHAT}",
        rf"{_RUSSIAN_ABOUT} {_WHAT} {_one_of('что-нибудь')}",
        rf"{_one_of('тема/тему/на тему')} {_WHAT}",
        rf"{_one_of('про')} (?!(?:{_one_of('меня/тебя/себя/него/неё/нас/вас/них/это/то/всё/что/кого')})$)(\w+)",
    ),
    Language.EN: (
        rf"(?:and|vhat|hov) about (?!{_NO_THING}\b){_WHAT}",
        (
            "(?:do iou have |have iou got |got |is there |id like |looking for |give me |find me |tell me |shov me |let me have |and )?"
            f"(?:anithing|something|one more|another one|more|one|topic|{_WISDOM})(?: vise)? (?:about|on|related to) (?:the )?{_WHAT}"
        ),
    ),
    Language.KK: (
        rf"(?:{_one_of('тағы/маған/енді/және')} )?{_WHAT} {_KAZAKH_ABOUT} {_KAZAKH_ANYTHING}",
        rf"{_one_of('тағы/енді')} {_WHAT} {_KAZAKH_ABOUT}",
        rf"{_one_of('тақырып')} {_WHAT}",
        rf"{_WHAT} {_KAZAKH_ABOUT}",
    ),
    Language.ZH: (
        (
            "(?:有没有|有什么|能不能)?(?:请?给我|我?想要|我?想听)?(?:再?[来说讲]|找)?(?:一?[些点句个条])?"
            "(?:关于|有关|跟|和|讲|说说|形容|表达)(.{1,5}?)(?:有关)?的(?:话|句子|诗句?|名言警句)?[吗吧]?"
        ),
        "(?:请?给我|我?想要|我?想看|我?想听|求|再?来)(?:一?[些点句段])?(.{2,4}?)的(?:话|句子|名言警句)[吗吧]?",
    ),
}
_READ = tuple((language, re.compile(pattern)) for language, patterns in _PATTERNS.items() for pattern in patterns)


def anything_about(folded: str) -> tuple[str, Language] | None:
    """What a *folded* message wants anything about, and the language of the words that ask; None where it asks for nothing so."""
    return next(((found[1], language) for language, pattern in _READ if (found := pattern.fullmatch(folded))), None)
