"""Settings, from the environment and a `.env` file."""

import dataclasses
import re
import traceback
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings, load

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:AAgeheim-token_geheim_geheim"
MISPLACED = "a password, or a token"
NAMES = [
    "TOKEN",
    "API_URL",
    "DATABASE",
    "OWNERS",
    "WEBHOOK_URL",
    "WEBHOOK_LISTEN",
    "WEBHOOK_SECRET",
    "MESSAGES_A_SECOND",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "MONITORING_LISTEN",
]


def loaded(tmp_path: Path, **values: str) -> Settings:
    """The settings of an environment that holds nothing else."""
    return load({PREFIX + name: value for name, value in values.items()}, tmp_path / ".env")


def test_without_any_setting_there_are_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path)

    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert re.fullmatch(r"sqlite:///.*hundred-flowers.*\.db", settings.database)
    assert settings.owners == ()
    assert settings.webhook_url is None
    assert settings.webhook_secret is None
    assert settings.log_level == "INFO"
    assert settings.log_format == "text"
    assert settings.monitoring_listen is None


def test_the_folders_of_quotes_and_wording_are_there(tmp_path: Path) -> None:
    settings = loaded(tmp_path)

    assert any(settings.quotes_folder.glob("*.toml"))
    assert (settings.locales_folder / "messages.pot").is_file()


@pytest.mark.parametrize(
    ("name", "written", "field", "value"),
    [
        ("TOKEN", TOKEN, "token", TOKEN),
        ("TOKEN", f"  {TOKEN}\n", "token", TOKEN),
        ("API_URL", "http://127.0.0.1:8081", "api_url", "http://127.0.0.1:8081"),
        ("API_URL", "http://127.0.0.1:8081/", "api_url", "http://127.0.0.1:8081"),
        ("DATABASE", "postgresql://bot@db/quotes", "database", "postgresql://bot@db/quotes"),
        ("DATABASE", "sqlite:////tmp/quotes.db", "database", "sqlite:////tmp/quotes.db"),
        ("OWNERS", "1234567", "owners", (1234567,)),
        ("OWNERS", "1, 22 ,333,", "owners", (1, 22, 333)),
        ("WEBHOOK_URL", "https://bot.example.org/hook", "webhook_url", "https://bot.example.org/hook"),
        ("WEBHOOK_LISTEN", "0.0.0.0:80", "webhook_listen", ("0.0.0.0", 80)),  # noqa: S104
        ("WEBHOOK_LISTEN", "[::1]:65535", "webhook_listen", ("::1", 65535)),
        ("WEBHOOK_SECRET", "a_B-9", "webhook_secret", "a_B-9"),
        ("WEBHOOK_SECRET", "x" * 256, "webhook_secret", "x" * 256),
        ("MESSAGES_A_SECOND", "1", "messages_a_second", 1),
        ("MESSAGES_A_SECOND", "100000", "messages_a_second", 100_000),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_LEVEL", "ERROR", "log_level", "ERROR"),
        ("LOG_FORMAT", "JSON", "log_format", "json"),
        ("LOG_FORMAT", "text", "log_format", "text"),
        ("MONITORING_LISTEN", "127.0.0.1:8081", "monitoring_listen", ("127.0.0.1", 8081)),
        ("MONITORING_LISTEN", "[::]:9464", "monitoring_listen", ("::", 9464)),
    ],
)
def test_every_setting_can_be_set(tmp_path: Path, name: str, written: str, field: str, value: object) -> None:
    assert getattr(loaded(tmp_path, **{name: written}), field) == value


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_left_empty_means_its_default(tmp_path: Path, name: str) -> None:
    assert loaded(tmp_path, **{name: " "}) == loaded(tmp_path)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("API_URL", "api.telegram.org"),
        ("API_URL", "ftp://api.telegram.org"),
        ("API_URL", "https://"),
        ("API_URL", "https://host:port"),
        ("API_URL", "https://host/?query"),
        ("OWNERS", "me"),
        ("OWNERS", "1;2"),
        ("OWNERS", "-5"),
        ("OWNERS", "@me"),
        ("OWNERS", "1,,2"),
        ("WEBHOOK_URL", "bot.example.org/hook"),
        ("WEBHOOK_LISTEN", "8080"),
        ("WEBHOOK_LISTEN", ":8080"),
        ("WEBHOOK_LISTEN", "localhost"),
        ("WEBHOOK_LISTEN", "localhost:0"),
        ("WEBHOOK_LISTEN", "localhost:65536"),
        ("WEBHOOK_LISTEN", "localhost:٨٠٨٠"),
        ("WEBHOOK_SECRET", "with space"),
        ("WEBHOOK_SECRET", "гүл"),
        ("WEBHOOK_SECRET", "x" * 257),
        ("MESSAGES_A_SECOND", "0"),
        ("MESSAGES_A_SECOND", "100001"),
        ("MESSAGES_A_SECOND", "29.5"),
        ("MESSAGES_A_SECOND", "٣٠"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_LEVEL", "10"),
        ("LOG_FORMAT", "xml"),
        ("MONITORING_LISTEN", "8081"),
        ("MONITORING_LISTEN", "localhost:0"),
        ("TOKEN", "123456"),
        ("TOKEN", "123456:with space"),
    ],
)
def test_a_malformed_setting_is_named_in_one_sentence(tmp_path: Path, name: str, written: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name) as caught:
        loaded(tmp_path, **{name: written})

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "DATABASE"])
def test_what_was_written_in_a_malformed_setting_is_not_repeated(tmp_path: Path, name: str) -> None:
    """It may have been a secret, in the wrong line."""
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, **{name: MISPLACED})

    assert MISPLACED not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ["TOKENS", "WEBHOOK", "PORT", "token", ""])
def test_an_unknown_setting_is_named_with_those_that_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, **{name: "geheim"})

    assert PREFIX + name in str(caught.value)
    assert all(PREFIX + known in str(caught.value) for known in NAMES)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_programs_variables_are_nobodys_business(tmp_path: Path) -> None:
    environment = {"TOKEN": "x", "DATABASE": "y", "HUNDRED": "z", "PATH": "/bin"}

    assert load(environment, tmp_path / ".env") == loaded(tmp_path)


def test_a_dotenv_file_is_read_and_the_environment_wins_over_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"# the bot\nexport {PREFIX}TOKEN='{TOKEN}'\n{PREFIX}LOG_LEVEL=DEBUG\n{PREFIX}OWNERS=\nOTHER=1\n", encoding="utf-8"
    )

    settings = loaded(tmp_path, LOG_LEVEL="ERROR")

    assert (settings.token, settings.log_level, settings.owners) == (TOKEN, "ERROR", ())


def test_a_dollar_sign_in_a_dotenv_file_is_a_dollar_sign(tmp_path: Path) -> None:
    """Passwords may hold one."""
    (tmp_path / ".env").write_text(f"{PREFIX}DATABASE=postgresql://bot:pa${{HOME}}ss@db/quotes\n", encoding="utf-8")

    assert loaded(tmp_path).database == "postgresql://bot:pa${HOME}ss@db/quotes"


def test_the_dotenv_file_is_that_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"{PREFIX}LOG_LEVEL=ERROR\n", encoding="utf-8")
    (tmp_path / "inside").mkdir()

    monkeypatch.chdir(tmp_path)
    assert load({}).log_level == "ERROR"

    monkeypatch.chdir(tmp_path / "inside")
    assert load({}).log_level == "INFO"


def test_a_malformed_or_unknown_setting_of_a_dotenv_file_is_named_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{PREFIX}COLOUR=red\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=f"{PREFIX}COLOUR"):
        loaded(tmp_path)


def test_no_secret_shows_when_settings_are_printed(tmp_path: Path) -> None:
    settings = loaded(tmp_path, TOKEN=TOKEN, DATABASE="postgresql://bot:geheim@db/quotes", WEBHOOK_SECRET="geheim")

    assert "geheim" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, None),
        ({"LANG": "kk_KZ.UTF-8"}, "kk-KZ"),
        ({"LANG": "C", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru-RU"),
        ({"LANG": "ru_RU", "LC_ALL": "zh_CN.GB18030"}, "zh-CN"),
        ({"LC_ALL": "", "LANG": "en_GB"}, "en-GB"),
    ],
)
def test_the_language_of_the_terminal_is_that_of_its_locale(tmp_path: Path, environment: dict[str, str], language: str | None) -> None:
    assert load(environment, tmp_path / ".env").client_language == language


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        loaded(tmp_path).token = TOKEN  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_a_row_in_the_readme(name: str) -> None:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]

    assert [row for row in rows if re.match(rf"\|\s*`?({PREFIX})?{name}`?\s*\|", row)]


def test_a_user_without_a_home_can_name_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_args: object, **_named: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("bot.settings.user_data_path", homeless)

    settings = load({PREFIX + "DATABASE": "sqlite:///here.db"}, tmp_path / ".env")

    assert (settings.database, settings.history_file) == ("sqlite:///here.db", None)


@pytest.mark.parametrize(
    "line", ["HUNDRED_FLOWERS_TOKEN:123456:geheim", "HUNDRED_FLOWERS_TOKEN123:geheim=", "HUNDRED_FLOWERS_TOKEN 1:geheim"]
)
def test_a_slip_in_the_dotenv_file_does_not_show_the_token(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(line + "\n", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load({}, tmp_path / ".env")

    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("DATABASE", "sqlite:///\udcff.db"),
        ("DATABASE", "sqlite:///quotes\n.db"),
        ("WEBHOOK_LISTEN", "a\0b:80"),
        ("WEBHOOK_LISTEN", "é:80"),
        ("WEBHOOK_LISTEN", f"{'x' * 64}:80"),
        ("WEBHOOK_LISTEN", f"{'x.' * 130}x:80"),
        ("WEBHOOK_URL", "https://bot.example.org/\nhook"),
        ("WEBHOOK_URL", "https://bot.example.org/гүл"),
        ("API_URL", f"https://{'x' * 64}.org"),
        ("WEBHOOK_URL", "https://bot.example.org/{x:[}"),
        ("WEBHOOK_LISTEN", "a..b:80"),
        ("WEBHOOK_LISTEN", "...:80"),
        ("WEBHOOK_LISTEN", "[::1:8080"),
        ("MONITORING_LISTEN", "a..b:80"),
    ],
)
def test_what_a_connection_or_a_file_would_stumble_over_is_malformed(tmp_path: Path, name: str, written: str) -> None:
    with pytest.raises(SettingsError, match=PREFIX + name):
        loaded(tmp_path, **{name: written})
