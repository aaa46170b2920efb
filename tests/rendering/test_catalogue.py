"""The wording of each language: complete, in step with the code, and what CLDR knows."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.corpus.quote import Figure, Quote
from bot.errors import StartError
from bot.rendering.catalogue import load, problems
from bot.rendering.messages import Renderer
from bot.text.language import Language

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
KK, RU, EN, ZH = Language.KK, Language.RU, Language.EN, Language.ZH
PLURAL_FORMS = {EN: 2, KK: 2, RU: 3, ZH: 1}


def read(path: Path, language: Language = EN) -> Catalog:
    """A file of wording, as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: Language, folder: Path = LOCALES) -> Path:
    """Where the wording of *language* is."""
    return folder / language / "LC_MESSAGES" / "messages.po"


@pytest.mark.parametrize("language", Language)
def test_every_message_is_translated_with_the_same_fields(language: Language) -> None:
    assert list(problems(read(LOCALES / "messages.pot"), read(path_of(language), language))) == []


@pytest.mark.parametrize("language", Language)
def test_every_plural_has_all_forms_of_its_language(language: Language) -> None:
    plurals = [message for message in read(path_of(language), language) if message.pluralizable]

    assert plurals
    for message in plurals:
        assert len(message.string) == PLURAL_FORMS[language]
        assert all(message.string)


@pytest.mark.parametrize("language", Language)
def test_no_catalogue_holds_a_message_the_code_no_longer_has(language: Language) -> None:
    template, catalogue = read(LOCALES / "messages.pot"), read(path_of(language), language)

    assert {message.id for message in catalogue} == {message.id for message in template}
    assert not catalogue.obsolete


def test_the_template_is_what_extraction_finds_in_the_code_now() -> None:
    extracted: dict[tuple[object, str | None], list[str]] = {}
    found = extract_from_dir(ROOT / "bot", [("**.py", "python")], comment_tags=("Translators:",), strip_comment_tags=True)
    for _, _, id_, comments, context in found:
        extracted.setdefault((id_, context), []).extend(comments)

    template = {(message.id, message.context): message.auto_comments for message in read(LOCALES / "messages.pot") if message.id}

    assert template.keys() == extracted.keys()
    assert template == extracted


def untranslated(message: Message) -> None:
    """Somebody added a message and forgot this language."""
    message.string = ("", "") if message.pluralizable else ""


def half_plural(message: Message) -> None:
    """One of the plural forms is missing."""
    message.string = ("{count}", "") if message.pluralizable else ""


def fuzzy(message: Message) -> None:
    """Babel has guessed, and nobody looked."""
    message.flags.add("fuzzy")


def other_field(message: Message) -> None:
    """The translator translated the name of a field."""
    message.string = ("{саны}", "{саны}") if message.pluralizable else "{сөз}"


@pytest.mark.parametrize("break_it", [untranslated, half_plural, fuzzy, other_field])
@pytest.mark.parametrize("field", ["{count}", "{percent}"])
@pytest.mark.parametrize("language", Language)
def test_an_incomplete_catalogue_refuses_to_start(
    tmp_path: Path, language: Language, field: str, break_it: Callable[[Message], None]
) -> None:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    catalogue = read(path_of(language, folder), language)
    broken = next(message for message in catalogue if field in str(message.id))
    break_it(broken)
    with path_of(language, folder).open("wb") as file:
        write_po(file, catalogue)

    with pytest.raises(StartError) as caught:
        load(folder)

    assert str(path_of(language, folder)) in str(caught.value)
    assert field in str(caught.value)


def test_a_message_that_is_not_in_the_file_at_all_refuses_to_start(tmp_path: Path) -> None:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    catalogue = read(path_of(KK, folder), KK)
    catalogue.delete("Choose a topic:")
    with path_of(KK, folder).open("wb") as file:
        write_po(file, catalogue)

    with pytest.raises(StartError, match="Choose a topic:"):
        load(folder)


@pytest.mark.parametrize("language", Language)
def test_a_missing_catalogue_refuses_to_start(tmp_path: Path, language: Language) -> None:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    path_of(language, folder).unlink()

    with pytest.raises(StartError, match=str(path_of(language, folder))):
        load(folder)


@pytest.mark.parametrize("content", [b'msgid "half', b"\xff\xfe", b"nonsense\n"])
def test_a_broken_catalogue_is_named_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    path_of(RU, folder).write_bytes(content)

    with pytest.raises(StartError) as caught:
        load(folder)

    assert str(path_of(RU, folder)) in str(caught.value)
    assert "\n" not in str(caught.value)


# Figures, dates and names, by CLDR. "\u00a0" and "\u202f" keep a unit on the line of its number.


@pytest.mark.parametrize(
    ("language", "value", "growth"),
    [
        (EN, "43.82 billion US dollars", "6.8%"),
        (KK, "43,82 миллиард АҚШ доллары", "6,8%"),
        (RU, "43,82 миллиарда долларов США", "6,8\u00a0%"),
        (ZH, "438.2亿美元", "6.8%"),
    ],
)
def test_the_figures_of_a_fact_are_written_as_the_language_writes_them(
    renderer: Renderer, by_id: dict[str, Quote], language: Language, value: str, growth: str
) -> None:
    figures = by_id["trade-value-2024"].figures

    written = {name: renderer.catalogues[language].figure(figure) for name, figure in figures.items()}

    assert written == {"value": value, "growth": growth, "year": "2024"}


@pytest.mark.parametrize(
    ("figure", "english", "kazakh", "russian", "chinese"),
    [
        (Figure(date=datetime.date(2025, 9, 2)), "September 2, 2025", "2025 жылғы 2 қыркүйек", "2 сентября 2025\u202fг.", "2025年9月2日"),
        (Figure(month="2024-07"), "July 2024", "2024 жылғы шілде", "июль 2024\u202fг.", "2024年7月"),
        (Figure(year=1862), "1862", "1862", "1862", "1862"),
        (Figure(number=1234567), "1,234,567", "1\u00a0234\u00a0567", "1\u00a0234\u00a0567", "1,234,567"),
        (Figure(number=0.5), "0.5", "0,5", "0,5", "0.5"),
        (Figure(percent=100), "100%", "100%", "100\u00a0%", "100%"),
        (Figure(money=1e9, currency="USD"), "1 billion US dollars", "", "", "10亿美元"),
        (Figure(money=2e6, currency="CNY"), "", "", "2 миллиона китайских юаней", "200万人民币"),
    ],
)
def test_values_are_written_by_cldr(renderer: Renderer, figure: Figure, english: str, kazakh: str, russian: str, chinese: str) -> None:
    wanted = {language: text for language, text in ((EN, english), (KK, kazakh), (RU, russian), (ZH, chinese)) if text}

    assert {language: renderer.catalogues[language].figure(figure) for language in wanted} == wanted


@pytest.mark.parametrize(("date", "numbers"), [("1862", {1862}), ("0700", {700}), ("2025-09", {2025}), ("2025-09-02", {2025, 2})])
@pytest.mark.parametrize("language", Language)
def test_a_date_is_told_as_exactly_as_it_is_known(renderer: Renderer, language: Language, date: str, numbers: set[int]) -> None:
    written = renderer.catalogues[language].partial_date(date)

    # Chinese alone writes a month as a number.
    assert set(map(int, re.findall(r"\d+", written))) - {9} == numbers


@pytest.mark.parametrize(
    ("seconds", "english", "kazakh", "russian", "chinese"),
    [
        (1, "in 1 second", "1 секундтан кейін", "через 1 секунду", "1秒钟后"),
        (22, "in 22 seconds", "22 секундтан кейін", "через 22 секунды", "22秒钟后"),
        (119, "in 119 seconds", "119 секундтан кейін", "через 119 секунд", "119秒钟后"),
        (120, "in 2 minutes", "2 минуттан кейін", "через 2 минуты", "2分钟后"),
        # Rounded up: who comes back then does not come too early.
        (241, "in 5 minutes", "5 минуттан кейін", "через 5 минут", "5分钟后"),
        (7_200, "in 120 minutes", "120 минуттан кейін", "через 120 минут", "120分钟后"),
    ],
)
def test_how_long_it_takes_is_told_in_seconds_and_then_in_whole_minutes(
    renderer: Renderer, seconds: int, english: str, kazakh: str, russian: str, chinese: str
) -> None:
    told = {language: renderer.catalogues[language].ahead(seconds) for language in Language}

    assert told == {EN: english, KK: kazakh, RU: russian, ZH: chinese}


def test_languages_are_called_by_their_names_in_each_language(renderer: Renderer) -> None:
    names = {language: [renderer.catalogues[language].language_name(other) for other in (EN, KK, RU, ZH)] for language in Language}

    assert names == {
        EN: ["English", "Kazakh", "Russian", "Chinese"],
        KK: ["ағылшын тілі", "қазақ тілі", "орыс тілі", "қытай тілі"],
        RU: ["английский", "казахский", "русский", "китайский"],
        ZH: ["英语", "哈萨克语", "俄语", "中文"],
    }


def test_a_moment_in_a_zone_that_this_machine_does_not_know_is_told_in_utc(renderer: Renderer) -> None:
    """As it is posted: a subscription may come out of a backup of a newer machine."""
    for catalogue in renderer.catalogues.values():
        assert catalogue.moment_in("Europe/Nowhere", 0) == catalogue.moment_in("UTC", 0)
