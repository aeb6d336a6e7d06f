"""Settings: what is read from where, and the one line for each that cannot work."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings

Read = Callable[..., Settings]
CANARY = "hunter2-hunter2-hunter2"


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read settings from these values of the environment alone."""
    for name in (*Settings.model_fields, "credentials_directory"):
        monkeypatch.delenv(name.upper(), raising=False)

    def read(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return load_settings(tmp_path / ".env")

    return read


def findings(read: Read, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        read(**environment)
    return list(raised.value.findings)


def platform_findings(settings: Settings) -> tuple[str, ...]:
    try:
        settings.check_platforms()
    except SettingsError as error:
        return error.findings
    return ()


def test_nothing_needs_to_be_set(read: Read) -> None:
    settings = read()
    assert settings.database_url.get_secret_value() == "sqlite:///virtual-client.sqlite3"
    assert settings.anthropic_daily_limit == Decimal("10.00")


def test_the_file_is_read_and_the_environment_wins(read: Read, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=9000\nLOG_FORMAT=json\n", "utf-8")
    settings = read(HTTP_PORT="9001")
    assert (settings.http_port, settings.log_format) == (9001, "json")


def test_an_empty_value_means_the_default(read: Read) -> None:
    assert read(HTTP_PORT="", ANTHROPIC_MODEL="").http_port == 8080


def test_blanks_around_a_token_are_forgiven(read: Read) -> None:
    assert read(SLACK_BOT_TOKEN=" xoxb-canary \n").slack_bot_token.get_secret_value() == (
        "xoxb-canary"
    )


def test_a_secret_may_lie_in_a_file_of_its_own(read: Read, tmp_path: Path) -> None:
    (tmp_path / "anthropic_api_key").write_text("from-a-file\n", "utf-8")
    settings = read(CREDENTIALS_DIRECTORY=str(tmp_path))
    assert settings.anthropic_api_key.get_secret_value() == "from-a-file"


WRONG = [
    ("HTTP_PORT", "abc", "a whole number from 0 to 65535. Set HTTP_PORT=8080"),
    ("HTTP_PORT", "65536", "a whole number from 0 to 65535"),
    ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
    ("LOG_FORMAT", "xml", "console or json"),
    ("ANTHROPIC_DAILY_LIMIT", "-1", "an amount such as 0.50"),
    ("ANTHROPIC_DAILY_LIMIT", "NaN", "an amount such as 0.50"),
    ("ANTHROPIC_COST_WARNING", "Infinity", "an amount such as 0.50"),
    ("RATE_LIMIT_USER_PER_MINUTE", "0", "a whole number of 1 or more"),
    ("MAX_TOKENS_PER_SESSION", "1.5", "a whole number of 1 or more"),
    ("ANTHROPIC_BASE_URL", "api.example.org", "a URL that begins with https://"),
    ("ANTHROPIC_MODEL", "two words", "the name of a model"),
    ("DISCORD_GATEWAY_URL", "https://example.org", "empty or a URL with wss://"),
    ("DISCORD_SESSION_PLACE", "channel", "thread or dm"),
    ("DATABASE_URL", "mysql://root:pw@host/x", "sqlite:///file or postgresql://"),
    ("SLACK_BOT_TOKEN", CANARY, "a token that begins with xoxb-"),
    ("SLACK_APP_TOKEN", CANARY, "a token that begins with xapp-"),
    ("DISCORD_BOT_TOKEN", f"Bot {CANARY}", 'one word, without "Bot"'),
]


@pytest.mark.parametrize(("name", "value", "wanted"), WRONG)
def test_a_wrong_value_is_one_line_that_mends_it(
    read: Read, name: str, value: str, wanted: str
) -> None:
    (line,) = findings(read, **{name: value})
    assert line.startswith(name)
    assert wanted in line
    assert "\n" not in line


def test_all_faults_are_named_at_once(read: Read) -> None:
    lines = findings(read, HTTP_PORT="x", LOG_LEVEL="y", DISCORD_TOKEN="z")
    assert [line.split()[0] for line in lines] == ["HTTP_PORT", "LOG_LEVEL", "DISCORD_TOKEN"]


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_BOT_TOKEN"]
)
def test_a_secret_is_never_repeated(read: Read, name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read(**{name: f"{CANARY} {CANARY}"})
    assert CANARY not in str(raised.value)
    assert raised.value.__suppress_context__


def test_settings_show_no_secret(read: Read) -> None:
    settings = read(ANTHROPIC_API_KEY=CANARY, DATABASE_URL=f"postgresql://u:{CANARY}@h/d")
    assert CANARY not in repr(settings) + str(settings)
    assert set(settings.secrets()) == {CANARY, f"postgresql://u:{CANARY}@h/d"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ANTHROPIC_APIKEY", "ANTHROPIC_API_KEY"),
        ("ANTHROPIC_DAILY_LIMT", "ANTHROPIC_DAILY_LIMIT"),
        ("SLACK_TOKEN", "SLACK_BOT_TOKEN"),
        ("DISCORD_TOKEN", "DISCORD_BOT_TOKEN"),
    ],
)
def test_a_name_that_is_nearly_right_is_not_passed_over(read: Read, typed: str, meant: str) -> None:
    (line,) = findings(read, **{typed: "x"})
    assert line.startswith(f"{typed} is no setting. Did you mean {meant}?")


def test_a_misspelt_name_in_the_file_is_seen_whatever_its_head(read: Read, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RATE_LIMIT_USERS_PER_MINUTE=5\n", "utf-8")
    assert "RATE_LIMIT_USER_PER_MINUTE" in findings(read)[0]


@pytest.mark.parametrize("name", ["ANTHROPIC_LOG", "HTTP_PROXY", "DATABASE_URI", "SLACK_COLOUR"])
def test_names_of_other_programs_are_left_alone(read: Read, name: str) -> None:
    assert read(**{name: "x"}).http_port == 8080


def test_a_near_name_beside_the_right_one_belongs_to_somebody_else(read: Read) -> None:
    assert read(DISCORD_TOKEN="x", DISCORD_BOT_TOKEN="y").discord


def test_a_file_that_is_no_text_is_one_line(read: Read, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HTTP_PORT=\xff\xfe\n")
    assert "cannot be read: it is no UTF-8 text" in findings(read)[0]


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, ["No"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, []),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, []),
        ({"DISCORD_BOT_TOKEN": "token"}, []),
    ],
)
def test_a_missing_token_is_named_before_anything_starts(
    read: Read, environment: dict[str, str], missing: list[str]
) -> None:
    assert [line.split()[0] for line in platform_findings(read(**environment))] == missing
