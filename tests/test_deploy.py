"""What deploy/ promises: that its files agree with each other and with the settings, and hold no secret."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX, Settings, load

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SHIPPED = ("Dockerfile", "compose.yaml", "nginx.conf", "hundred-flowers.service", "bot.env.example")
REPLICAS = ("bot-1", "bot-2")
# How much of a machine a unit lays open, by systemd-analyze: 0 nothing, 10 everything.
MOST_EXPOSURE = 2.0


def text_of(name: str) -> str:
    """What a file of deploy/ says."""
    return (DEPLOY / name).read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile and what follows them, in order."""
    lines = "\n".join(line for line in text_of("Dockerfile").splitlines() if not line.startswith("#")).replace("\\\n", " ")
    parted = [line.partition(" ") for line in lines.splitlines() if line]
    return [(word, rest.strip()) for word, _, rest in parted]


def last_stage() -> list[tuple[str, str]]:
    """Those of what is run."""
    everything = instructions()
    begin = max(number for number, (word, _) in enumerate(everything) if word == "FROM")
    return everything[begin:]


def environment_of_image() -> dict[str, str]:
    """The environment that the image brings."""
    words = [word for name, rest in last_stage() if name == "ENV" for word in shlex.split(rest)]
    return dict(word.split("=", 1) for word in words)


def compose() -> dict[str, Any]:
    """The compose file."""
    loaded: dict[str, Any] = yaml.safe_load(text_of("compose.yaml"))
    return loaded


def unit() -> dict[str, list[str]]:
    """The values of each name of the unit's section [Service]; a name may stand there several times."""
    pairs = [line.partition("=") for line in text_of("hundred-flowers.service").partition("[Service]")[2].splitlines() if "=" in line]
    values: dict[str, list[str]] = {}
    for name, _, value in pairs:
        if not name.startswith("#"):
            values.setdefault(name, []).append(value)
    return values


def port_of(listen: str) -> str:
    """The port of a host and port."""
    return listen.rpartition(":")[2]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_setting_that_is_named_exists(name: str) -> None:
    fields = {PREFIX + field.upper() for field in Settings.__dataclass_fields__}

    named = set(re.findall(rf"{PREFIX}[A-Z_]+", text_of(name)))

    assert named <= fields


def test_every_file_of_deploy_is_looked_at_here() -> None:
    assert {path.name for path in DEPLOY.iterdir() if path.is_file()} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_secret_and_no_address_of_a_registry_is_written_down(name: str) -> None:
    text = text_of(name)

    assert not re.search(r"\d{6,}:[A-Za-z0-9_-]{20,}", text)
    assert not re.search(r"(?i)^\s*(POSTGRES_PASSWORD\b|ARG|.*(TOKEN|SECRET)[=:][ \t]*\S)", text, re.MULTILINE)
    assert not re.search(r"postgresql://\w+:(?!PASSWORD@)", text)
    assert not [image for image in re.findall(r"(?m)^\s*(?:FROM|image:)\s+(\S+)", text) if "." in image.partition("/")[0].partition(":")[0]]


def test_images_are_named_with_a_version() -> None:
    based_on = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    images = [service["image"] for service in compose()["services"].values() if "build" not in service]

    assert all(re.fullmatch(r"[a-z]+:\d+(\.\d+)*-[a-z]+(-[a-z]+)?", image) for image in (*based_on, *images))


def test_the_image_is_small_and_runs_as_nobody() -> None:
    """Built in one stage and run in another, of a slim image, with another user than root."""
    stages = [rest for word, rest in instructions() if word == "FROM"]
    users = [rest for word, rest in last_stage() if word == "USER"]

    assert len(stages) == 2
    assert all(re.match(r"python:3\.1[1-9]-slim", stage) for stage in stages)
    assert not any("apt-get" in rest or "pip " in rest for word, rest in last_stage() if word == "RUN")
    assert len(users) == 1
    assert all(part.isdigit() and int(part) > 0 for part in users[0].split(":"))


def test_signals_reach_the_bot() -> None:
    """No shell stands in between."""
    run = {word: rest for word, rest in last_stage() if word in {"ENTRYPOINT", "CMD"}}

    assert run == {"ENTRYPOINT": '["hundred-flowers"]', "CMD": '["serve"]'}
    assert all(compose()["services"][name]["init"] for name in REPLICAS)


def test_what_is_copied_is_in_the_checkout_and_not_left_out_of_the_context() -> None:
    kept = {line[1:].strip("/") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]

    assert copied
    for path in (path for paths in copied for path in paths):
        assert (ROOT / path).exists()
        assert path in kept
    assert not any(fnmatch(".env", pattern) or pattern.startswith(("deploy", ".git", "tests")) for pattern in kept)


def test_all_that_the_wheel_is_built_from_is_copied() -> None:
    copied = {path for word, rest in instructions() if word == "COPY" for path in rest.split()[:-1]}

    assert copied >= {"bot", "quotes", "locales", "pyproject.toml", "README.md", "LICENSE"}


def test_the_image_looks_after_its_health_where_the_bot_tells_it() -> None:
    check = next(rest for word, rest in last_stage() if word == "HEALTHCHECK")
    asked = re.search(r"http://127\.0\.0\.1:(\d+)/healthz", check)

    assert asked
    assert asked[1] == port_of(environment_of_image()["HUNDRED_FLOWERS_MONITORING_LISTEN"])
    assert all(asked[1] == port_of(compose()["services"][name]["environment"]["HUNDRED_FLOWERS_MONITORING_LISTEN"]) for name in REPLICAS)


def test_the_settings_of_the_image_the_replicas_and_the_unit_are_well_formed(tmp_path: Path) -> None:
    of_unit = dict(value.replace("%S", "/var/lib").split("=", 1) for value in unit()["Environment"])
    for environment in (environment_of_image(), compose()["services"]["bot-1"]["environment"], of_unit):
        assert load(environment, tmp_path / ".env").monitoring_listen is not None


def test_the_proxy_calls_the_replicas_where_they_listen() -> None:
    services = compose()["services"]
    called = dict(re.findall(r"server (\S+):(\d+)", text_of("nginx.conf")))

    assert called == {name: port_of(services[name]["environment"]["HUNDRED_FLOWERS_WEBHOOK_LISTEN"]) for name in REPLICAS}
    assert all(set(services[name]["networks"]) & set(services["proxy"]["networks"]) for name in REPLICAS)
    assert all("ports" not in services[name] for name in (*REPLICAS, "db"))


def test_the_proxy_listens_where_its_port_leads_and_telegram_calls() -> None:
    listens = re.findall(r"listen (\d+)", text_of("nginx.conf"))
    public, inner = compose()["services"]["proxy"]["ports"][0].split(":")

    assert listens == [inner]
    assert public in {"443", "80", "88", "8443"}


def test_the_webhook_alone_is_public() -> None:
    conf = text_of("nginx.conf")
    path = re.search(r"https://bot\.example\.org(/\w+)", text_of("bot.env.example"))

    assert path
    assert re.findall(r"location (.+) {", conf) == [f"= {path[1]}", "/"]
    assert re.search(r"location / {\s*return 404;", conf)


def test_a_call_that_a_replica_does_not_take_goes_to_the_other() -> None:
    tried = re.search(r"proxy_next_upstream ([^;]+);", text_of("nginx.conf"))

    assert tried
    assert set(tried[1].split()) >= {"error", "timeout", "http_503", "non_idempotent"}


def test_secrets_are_files_and_in_no_environment() -> None:
    whole = compose()
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()

    assert all(str(secret["file"]).startswith("./secrets/") for secret in whole["secrets"].values())
    assert {"/deploy/secrets/", "/deploy/tls/"} <= set(ignored)
    for service in whole["services"].values():
        assert not [name for name in service.get("environment", {}) if re.search("TOKEN|SECRET|PASSWORD$|DATABASE$", name)]
    assert whole["services"]["bot-1"]["secrets"] == [{"source": "bot-env", "target": "/srv/.env"}]
    assert next(rest for word, rest in last_stage() if word == "WORKDIR") == "/srv"


def test_the_replicas_are_alike_and_can_write_nowhere_but_in_memory() -> None:
    services = compose()["services"]
    bot = services["bot-1"]

    assert bot == services["bot-2"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert environment_of_image()["XDG_CACHE_HOME"] == bot["tmpfs"][0].partition(":")[0]


def test_the_database_is_kept_and_waited_for() -> None:
    whole = compose()
    database = whole["services"]["db"]

    assert database["volumes"][0].split(":")[0] in whole["volumes"]
    assert database["healthcheck"]["test"][1] == "pg_isready"
    assert all(whole["services"][name]["depends_on"]["db"]["condition"] == "service_healthy" for name in REPLICAS)
    assert whole["networks"]["inside"] == {"internal": True}
    assert database["networks"] == ["inside"]


def test_a_stop_waits_for_what_is_in_hand() -> None:
    assert unit()["KillSignal"] == ["SIGTERM"]
    assert int(unit()["TimeoutStopSec"][0]) >= 30
    assert all(service["stop_grace_period"] == "60s" for name, service in compose()["services"].items() if name != "proxy")


def test_the_unit_keeps_the_token_to_itself_and_its_data_in_its_own_folder() -> None:
    parser = RawConfigParser(strict=False)
    parser.read_string(text_of("hundred-flowers.service"))
    service = unit()

    assert parser.sections() == ["Unit", "Service", "Install"]
    assert service["EnvironmentFile"] == ["/etc/hundred-flowers.env"]
    assert service["User"] == ["hundred-flowers"]
    assert service["StateDirectory"] == ["hundred-flowers"]
    assert service["Restart"] == ["on-failure"]
    assert f"HUNDRED_FLOWERS_DATABASE=sqlite:///%S/{service['StateDirectory'][0]}/hundred-flowers.db" in service["Environment"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd to ask")
def test_systemd_takes_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    """Whether what it starts is there does not count: that is installed later."""
    file = tmp_path / "hundred-flowers.service"
    file.write_text(text_of(file.name).replace("/opt/hundred-flowers/bin/hundred-flowers", sys.executable), "utf-8")
    environment = os.environ | {"SYSTEMD_COLORS": "0", "LC_ALL": "C"}

    def analysed(*arguments: str) -> str:
        asked = ["systemd-analyze", *arguments, str(file)]
        answer = subprocess.run(asked, capture_output=True, text=True, env=environment, check=True, timeout=60)  # noqa: S603  # our own words
        return answer.stdout + answer.stderr

    assert analysed("verify") == ""
    exposure = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", analysed("security", "--offline=true"))
    assert exposure
    assert float(exposure[1]) <= MOST_EXPOSURE
