"""What people type of what they were just shown: who said it, what it means, how it is in another language, and which one they mean."""

import re

from bot.search.phrases import each
from bot.services.ordinals import number_chosen
from bot.services.reading_intents import Again, Choose
from bot.services.words import language_alone
from bot.text.language import Language
from bot.text.normalise import normalise

_SOURCE = """
source/the source/what is the source/whats the source/who said that/who said it/who said this/who is the author/author
whose words are these
where is it from/where is that from/where does it come from/who wrote it/and the author/whats the source please
источник/а источник/откуда это/откуда/откуда взято/кто это сказал/кто сказал/кто автор/автор/чьи это слова/чьи слова/чьё это
кто это говорил/а автор/а кто автор/откуда ты это взял/откуда вы это взяли/откуда эта пословица/откуда эта цитата
дереккөз/дереккөзі/дереккөзі қайда/кім айтқан/бұны кім айтқан/мұны кім айтқан/авторы кім/автор кім/бұл кімнің сөзі/қайдан алынған
бұл қайдан алынған/қайдан алынды/қайдан/кім айтқан мұны/мұны кім айтты/сілтемесі қайда
谁说的/这是谁说的/这话是谁说的/这句话是谁说的/出处/出处呢/出处是哪里/出自哪里/来源/来源呢/作者/作者是谁/谁写的/看看出处/出处是什么
"""
_MEANING = """
translate/translate it/translate this/translation/what does it mean/what does that mean/what does this mean/meaning/explain/explain it
explain this
переведи/переведите/перевод/а перевод/что это значит/что это означает/что значит/в чём смысл/объясни/объясните/объясни смысл
что значит эта пословица/что означает эта пословица/смысл/смысл пословицы/а смысл/какой смысл/поясни/поясни смысл/поясните/в смысле
аудар/аударшы/аударыңыз/аудармасы/аудармасы қандай/бұл не деген сөз/мағынасы не/мағынасы қандай/бұл не білдіреді/мағынасын түсіндір
түсіндірші/мағынасын айт/нені білдіреді/мағынасы/мәні/мәні не/мәні қандай/бұның мағынасы не/мұның мағынасы не/бұның мағынасы қандай
түсіндір/түсіндіріңіз
翻译/翻译一下/请翻译/什么意思/这是什么意思/这句话什么意思/是什么意思/意思是什么/这句是什么意思/这个谚语什么意思/这个谚语是什么意思/解释一下/给我解释一下/原文是什么/原文
"""
# For each language what others call it, and how they ask for the saying in it.
_IN_LANGUAGES = (
    (
        ("chinese", "kazakh", "russian", "english"),
        """in {}/in {} please/and in {}/{} please/{} version/translate to {}/translate into {}/translate it to {}/translate it into {}
        say it in {}/how is it in {}/what is it in {}/{} translation/how do you say it in {}/how do you say this in {}
        how do you say that in {}
        how to say it in {}/how to say this in {}/what is this in {}""",
    ),
    (
        ("по-китайски", "по-казахски", "по-русски", "по-английски"),
        "{}/{} пожалуйста/а {}/и {}/а {} есть/скажи {}/скажите {}/как это {}/как будет {}/как это будет {}/а как {}/это {}",
    ),
    (
        ("на китайском", "на казахском", "на русском", "на английском"),
        "{}/{} языке/{} пожалуйста/а {}/и {}/а {} есть/скажи {}/покажи {}/как это {}/как будет {}",
    ),
    (("на китайский", "на казахский", "на русский", "на английский"), "{}/переведи {}/переведите {}/переведи это {}/перевод {}/а {}"),
    (
        ("қытайша", "қазақша", "орысша", "ағылшынша"),
        """{}/ал {}/{} айт/{} айтшы/{} айтыңыз/{}сы/{}сы қалай/{}сы қандай/{}ға аудар/{}ға аударшы/{} аудар/{} аударшы/{} қалай/{} нұсқасы
        {} қалай болады/{} қалай айтылады/{} қалай дейді""",
    ),
    (("қытай тілінде", "қазақ тілінде", "орыс тілінде", "ағылшын тілінде"), "{}/{} айт/{} айтшы/{} қалай"),
    (("қытай", "қазақ", "орыс", "ағылшын"), "{} тіліне аудар/{} тіліне аударшы/{} тіліне аударып бер"),
    *(
        (names, "{}/用{}/用{}说/{}版/{}呢/换成{}/换{}/{}怎么说/用{}怎么说/{}怎么讲/用{}怎么讲/翻译成{}/翻成{}/译成{}/翻译为{}")
        for names in (("中文", "哈萨克语", "俄语", "英语"), ("汉语", "哈萨克文", "俄文", "英文"), ("普通话", "哈语", "俄文", "英文"))
    ),
)
_LANGUAGES = (Language.ZH, Language.KK, Language.RU, Language.EN)


def _phrases(text: str) -> set[str]:
    return set(map(normalise, each(text)))


_OF_SOURCE, _OF_MEANING = _phrases(_SOURCE), _phrases(_MEANING)
_OF_LANGUAGE = {
    phrase: language
    for names, templates in _IN_LANGUAGES
    for name, language in zip(names, _LANGUAGES, strict=True)
    for phrase in _phrases(templates.replace("{}", name))
}


_MEANT = "|".join(sorted(_OF_MEANING, key=len, reverse=True))
_MEANING_ASKED = re.compile(rf"(?:{_MEANT}) .+|.+(?: |(?<=[\u4e00-\u9fff])的?)(?:{_MEANT})|vhat does .+ mean|vhat is the meaning of .+")


def asks_meaning(folded: str) -> bool:
    """Whether a *folded* message asks what a saying in it means: "что значит слово не воробей"."""
    return _MEANING_ASKED.fullmatch(folded) is not None


def follow_up(typed: str, folded: str) -> Again | Choose | None:
    """What a message that was *typed*, and is *folded*, wants of what was shown last; None where it says anything else."""
    if folded in _OF_SOURCE:
        return Again(typed, detailed=True)
    if folded in _OF_MEANING:
        return Again(typed, compared=True)
    if number := number_chosen(folded):
        return Choose(typed, number)
    language = _OF_LANGUAGE.get(folded) or language_alone(folded)
    return Again(typed, language) if language else None
