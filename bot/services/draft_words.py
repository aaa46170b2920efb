"""Words in the place of a draft's buttons: "отправить" sends it, "не знаю" leaves the author out, "қазақша" names its language."""

from bot.search.phrases import each
from bot.search.query import has_han
from bot.services.command_words import STOP_WORDS
from bot.services.topics import Topics
from bot.services.upkeep_intents import Act, Work
from bot.services.words import kind_named, language_named
from bot.store.drafts import TYPED, Draft, Step
from bot.text.normalise import normalise


def _phrases(text: str) -> frozenset[str]:
    return frozenset(map(normalise, each(text)))


_SAVE = _phrases("""
save/save it/send/send it/submit/submit it/yes/ok/okay/confirm/looks good/send the suggestion
сохранить/сохрани/сохраните/отправить/отправь/отправьте/да/ок/верно/всё верно/подтверждаю/отправить предложение
сақтау/сақта/сақтаңыз/жіберу/жібер/жіберіңіз/иә/ия/дұрыс/ұсынысты жіберу
保存/发送/提交/投稿/好/好的/对/是/是的/可以/确认/确定/发送投稿
""")
_DONE = _phrases("""
done/finish/finished/ready/next/enough/skip/no/nothing/none/that is all/thats all
готово/дальше/далее/всё/хватит/пропустить/нет/ничего/больше нет
дайын/болды/әрі қарай/келесі/өткізіп жіберу/жоқ/бітті
完成/好了/下一步/跳过/没有/没有了/不用/继续
""")
_UNKNOWN = _phrases("""
i dont know/i don t know/dont know/no idea/not sure/unknown/skip/nobody knows
не знаю/не помню/неизвестно/неизвестен/автор неизвестен/пропустить/дальше/далее
білмеймін/есімде жоқ/белгісіз/авторы белгісіз/өткізіп жіберу/әрі қарай
不知道/不清楚/不记得/未知/不详/跳过/下一步
""")


def pressed_in_words(draft: Draft, typed: str, topics: Topics) -> Work | None:
    """The button that *typed* words stand for at the step of a *draft*; None where they stand for none."""
    folded = normalise(typed)
    match draft.step:
        case Step.LANGUAGE if language := language_named(typed):
            return Work(draft.id, Act.LANGUAGE, language)
        case Step.LANGUAGE if folded in _SAVE and draft.quote:
            return Work(draft.id, Act.LANGUAGE, draft.quote.language)  # the one that is ticked
        case Step.KIND if kind := kind_named(typed, whole=has_han(typed)):
            return Work(draft.id, Act.KIND, kind)
        case Step.SPEAKER | Step.SOURCE if folded in _UNKNOWN:
            return Work(draft.id, Act.SKIP)
        case Step.TOPICS if named := topics.inflected(typed):
            return Work(draft.id, Act.TOPIC, named[0].id)
        case Step.TRANSLATIONS if language := language_named(typed):
            return Work(draft.id, Act.WORDING, language)
        case Step.TOPICS | Step.TRANSLATIONS if folded in _DONE:
            return Work(draft.id, Act.SKIP)
        case Step.PREVIEW if folded in _SAVE and draft.quote:
            return Work(draft.id, Act.SAVE)
        case step if step not in TYPED and folded in STOP_WORDS:
            return Work(draft.id, Act.DROP)
        case _:
            return None
