"""The only reader of the environment: every setting, what it means, what it may be."""

import difflib
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE, MODEL, COST, LIMITS = "Database", "Model", "Cost in USD, alerts and cap", "Limits"
SAFETY = "Safety"
SLACK, DISCORD, WEB, LOGS = "Slack", "Discord", "Web server", "Logs"
ENV_FILE = Path(".env")
SECRETS_FOLDER = Path("/run/secrets")
OURS = ("ANTHROPIC_", "SLACK_", "DISCORD_")
# Names that the provider's own library knows; they look like ours and are none of our business.
FOREIGN = frozenset(
    {
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_BEDROCK_BASE_URL",
        "ANTHROPIC_CUSTOM_HEADERS",
        "ANTHROPIC_LOG",
        "ANTHROPIC_VERTEX_BASE_URL",
    }
)
LONGEST_SHOWN = 40


class SettingsError(Exception):
    """Settings that cannot work; each finding is one line that names one and how to mend it."""

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))


@dataclass(frozen=True, slots=True)
class About:
    """A setting in words: its group, its one line, and what a value must be."""

    group: str
    meaning: str
    wanted: str


def _form(pattern: str) -> AfterValidator:
    """A secret's form, blanks around it forgiven; the message never holds the value."""

    def check(secret: SecretStr) -> SecretStr:
        text = secret.get_secret_value().strip()
        if re.match(pattern, text) is None or len(text.split()) > 1:
            raise ValueError
        return SecretStr(text)

    return AfterValidator(check)


Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s/]+\S*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\S*$")]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
Money = Annotated[Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
A_COUNT = "a whole number of 1 or more"
AN_AMOUNT = "an amount such as 0.50, 0 or more"
A_URL = "a URL that begins with https:// (or http:// on this machine)"


class Settings(BaseSettings):
    """One field for each setting; its environment name is the field's name in capitals."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    database_url: Annotated[
        SecretStr,
        _form(r"sqlite:///.|postgresql(\+psycopg)?://."),
        About(
            DATABASE,
            "Where everything is kept: a SQLite file, or PostgreSQL for several processes",
            "sqlite:///file or postgresql://user:password@host/name",
        ),
    ] = SecretStr("sqlite:///virtual-client.sqlite3")

    client_model: Annotated[
        Text,
        About(
            MODEL,
            "Who plays the client: empty for ANTHROPIC_MODEL, demo for the scripted client (no AI)",
            "empty, demo, or the name of a model",
        ),
    ] = ""
    anthropic_api_key: Annotated[
        SecretStr,
        _form(""),
        About(MODEL, "The provider's key; not needed with CLIENT_MODEL=demo", "a key of one word"),
    ] = SecretStr("")
    anthropic_base_url: Annotated[
        Url, About(MODEL, "Where the model answers: provider, gateway or own server", A_URL)
    ] = "https://api.anthropic.com"
    anthropic_model: Annotated[
        Text, Field(min_length=1), About(MODEL, "The client's voice", "the name of a model")
    ] = "claude-sonnet-5-5"
    grader_model: Annotated[
        Text,
        About(MODEL, "Who scores by the rubric; empty for ANTHROPIC_MODEL", "the name of a model"),
    ] = ""
    model_file: Annotated[
        str, About(MODEL, "A TOML file with models and prices of your own", "the path of a file")
    ] = ""
    anthropic_failure_threshold: Annotated[
        Count, About(MODEL, "Failed calls in a row that open the breaker", A_COUNT)
    ] = 5
    anthropic_recovery_timeout: Annotated[
        Count, About(MODEL, "Seconds that an open breaker waits before it tries again", A_COUNT)
    ] = 300
    anthropic_half_open_requests: Annotated[
        Count, About(MODEL, "Good answers, one at a time, that close the breaker again", A_COUNT)
    ] = 3

    anthropic_cost_warning: Annotated[
        Money, About(COST, "An interview that costs this much alerts its teachers", AN_AMOUNT)
    ] = Decimal("0.10")
    anthropic_cost_critical: Annotated[
        Money, About(COST, "The second alert; no interview is cut short by either", AN_AMOUNT)
    ] = Decimal("0.50")
    anthropic_daily_limit: Annotated[
        Money,
        About(COST, "All calls of a day; when it is spent, no new interview starts", AN_AMOUNT),
    ] = Decimal("10.00")

    rate_limit_user_per_minute: Annotated[
        Count, About(LIMITS, "Messages that one student may send in 60 seconds", A_COUNT)
    ] = 10
    rate_limit_global_per_hour: Annotated[
        Count, About(LIMITS, "Calls of the model in 60 minutes, everybody together", A_COUNT)
    ] = 1000
    max_tokens_per_session: Annotated[
        Count, About(LIMITS, "Length of one interview in tokens (a turn is about 145)", A_COUNT)
    ] = 20_000

    crisis_contacts: Annotated[
        str,
        About(
            SAFETY,
            "Whom a student in distress can call or write to, shown as it stands here; empty "
            "points to the institution's own services",
            "a sentence with your institution's contacts",
        ),
    ] = ""

    slack_bot_token: Annotated[
        SecretStr,
        _form(r"xoxb-.|$"),
        About(SLACK, "Bot token, from OAuth & Permissions", "a token that begins with xoxb-"),
    ] = SecretStr("")
    slack_app_token: Annotated[
        SecretStr,
        _form(r"xapp-.|$"),
        About(SLACK, "App-level token; set it for Socket Mode", "a token that begins with xapp-"),
    ] = SecretStr("")
    slack_signing_secret: Annotated[
        SecretStr,
        _form(""),
        About(SLACK, "Signing secret; set it for HTTP instead of Socket Mode", "one word"),
    ] = SecretStr("")
    slack_client_id: Annotated[
        Text,
        About(
            SLACK, "Client id; set it where many workspaces install the app", "an id of one word"
        ),
    ] = ""
    slack_client_secret: Annotated[
        SecretStr,
        _form(""),
        About(SLACK, "Client secret, beside the client id", "one word"),
    ] = SecretStr("")
    slack_encryption_key: Annotated[
        SecretStr,
        _form(r"[\w-]{43}=(,[\w-]{43}=)*$|$"),
        About(
            SLACK,
            "Seals the tokens of installations; made by `virtual-client init --key`. Of several, "
            "parted by commas, the first one seals and all open",
            "44 letters that end with =",
        ),
    ] = SecretStr("")
    slack_api_url: Annotated[
        Url, About(SLACK, "Slack's Web API; GovSlack, a proxy or a test has its own", A_URL)
    ] = "https://slack.com/api/"

    discord_bot_token: Annotated[
        SecretStr,
        _form(""),
        About(DISCORD, "Bot token, from the developer portal", 'one word, without "Bot"'),
    ] = SecretStr("")
    discord_api_url: Annotated[
        Url, About(DISCORD, "Discord's REST API with its version", A_URL)
    ] = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(wss?://\S+)?$")],
        About(DISCORD, "The gateway; empty asks Discord for it", "empty or a URL with wss://"),
    ] = ""
    discord_session_place: Annotated[
        Literal["thread", "dm"],
        About(DISCORD, "Where an interview takes place: private thread or DM", "thread or dm"),
    ] = "thread"

    http_host: Annotated[
        Text,
        Field(min_length=1),
        About(WEB, "Address for health, metrics and Slack over HTTP", "an address of this machine"),
    ] = "127.0.0.1"
    http_port: Annotated[
        Annotated[int, Field(ge=0, le=65535)],
        About(WEB, "Its port; 0 takes a free one", "a whole number from 0 to 65535"),
    ] = 8080

    log_format: Annotated[
        Literal["console", "json"], About(LOGS, "For eyes or for machines", "console or json")
    ] = "console"
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(lambda value: str(value).strip().upper()),
        About(LOGS, "The least that is written", "DEBUG, INFO, WARNING or ERROR"),
    ] = "INFO"

    @property
    def demo(self) -> bool:
        """The scripted client was chosen, so no model is asked."""
        return self.client_model == "demo"

    @property
    def slack(self) -> bool:
        return bool(
            _open(self.slack_bot_token) or _open(self.slack_app_token) or self.slack_client_id
        )

    @property
    def discord(self) -> bool:
        return bool(_open(self.discord_bot_token))

    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for the log to leave out."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(_open(one) for one in values if isinstance(one, SecretStr) and _open(one))

    def check_platforms(self) -> None:
        """Look whether a platform can be served; SettingsError names what is missing."""
        findings = []
        if not self.slack and not self.discord:
            findings.append(
                "No platform is set up. Add SLACK_BOT_TOKEN or DISCORD_BOT_TOKEN to .env, "
                "or run: virtual-client play"
            )
        if self.slack:
            findings += self._slack_findings()
        if findings:
            raise SettingsError(findings)

    def _slack_findings(self) -> list[str]:
        """One workspace by its token, or many by installation; and a way for events to come."""
        findings = self._many_findings() if self.slack_client_id else []
        if not self.slack_client_id and not _open(self.slack_bot_token):
            findings.append("SLACK_BOT_TOKEN is missing. Add SLACK_BOT_TOKEN=xoxb-… to .env.")
        if not (_open(self.slack_app_token) or _open(self.slack_signing_secret)):
            findings.append(
                "SLACK_APP_TOKEN is missing. Add SLACK_APP_TOKEN=xapp-… to .env (Socket Mode), "
                "or SLACK_SIGNING_SECRET=… (HTTP)."
            )
        return findings

    def _many_findings(self) -> list[str]:
        """What many workspaces need besides the client id."""
        wanted = {
            "SLACK_CLIENT_SECRET": self.slack_client_secret,
            "SLACK_ENCRYPTION_KEY": self.slack_encryption_key,
        }
        missing = [name for name, secret in wanted.items() if not _open(secret)]
        findings = [f"{name} is missing. Add {name}=… to .env." for name in missing]
        if _open(self.slack_bot_token):
            findings.append(
                "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. Keep the token for one "
                "workspace, or the client id for many."
            )
        return findings


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read environment, `.env` and secret files; SettingsError has one line for each fault."""
    written = _read_env_file(env_file)
    misspelt = _misspelt(os.environ, written)
    make: Callable[..., Settings] = Settings
    try:
        settings = make(_env_file=env_file, _secrets_dir=_secret_folders())
    except ValidationError as error:
        raise SettingsError((*map(_finding, error.errors()), *misspelt)) from None
    if misspelt:
        raise SettingsError(misspelt)
    return settings


def env_example() -> str:
    """Write the text of `.env.example`."""
    lines = ["# Copy to .env and take the # away from what you change.", ""]
    group = ""
    for name, field in Settings.model_fields.items():
        words = about(field)
        if words.group != group:
            group = words.group
            lines += [f"## {group}", ""]
        lines += [f"# {words.meaning}.", f"#{name.upper()}={default_of(field)}", ""]
    return "\n".join(lines)


def _open(secret: SecretStr) -> str:
    return secret.get_secret_value()


def default_of(field: FieldInfo) -> str:
    """The default as it would be written into `.env`."""
    value: object = field.default
    return _open(value) if isinstance(value, SecretStr) else str(value)


def about(field: FieldInfo) -> About:
    """The field's words."""
    return next(one for one in field.metadata if isinstance(one, About))


def _finding(error: ErrorDetails) -> str:
    """One line without the value where the value is a secret."""
    name = str(error["loc"][0]).lower()
    field = Settings.model_fields[name]
    given = str(error["input"])[:LONGEST_SHOWN]
    secret = isinstance(field.default, SecretStr)
    found = f"{name.upper()} must be" if secret else f"{name.upper()} is {given!r}; it must be"
    example = f"Set {name.upper()}={default_of(field)} or remove it." if default_of(field) else ""
    return f"{found} {about(field).wanted}. {example or 'Mend it in .env or remove it.'}"


def _read_env_file(path: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(path) if path.exists() else {}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SettingsError(
            [f"{path} cannot be read: {reason}. Mend or remove the file."]
        ) from None


def _secret_folders() -> list[Path]:
    """Folders where Docker and systemd leave one file for each secret."""
    folders = (SECRETS_FOLDER, Path(os.environ.get("CREDENTIALS_DIRECTORY") or SECRETS_FOLDER))
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def _misspelt(environment: Mapping[str, str], written: Mapping[str, str | None]) -> list[str]:
    """Names that are nearly ours and therefore set nothing."""
    known = {name.upper() for name in Settings.model_fields}
    given = {name.upper() for name in (*environment, *written)}
    findings = []
    for name in sorted(given - known - FOREIGN):
        if not (name.startswith(OURS) or name in {one.upper() for one in written}):
            continue
        if near := difflib.get_close_matches(name, known - given, 1, 0.8):
            findings.append(f"{name} is no setting. Did you mean {near[0]}? Rename or remove it.")
    return findings


if __name__ == "__main__":
    sys.stdout.write(env_example())
