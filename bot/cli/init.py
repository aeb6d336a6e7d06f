"""`virtual-client init`: from nothing to a `.env` in a few questions."""

import os
from base64 import urlsafe_b64encode
from importlib import import_module
from pathlib import Path
from secrets import token_bytes

import click

from bot.cli.adapters import PLATFORMS

OWNER_ONLY, KEY_BYTES = 0o600, 32
STEPS = """
Next:
  virtual-client doctor     tells what is still missing
  virtual-client run        serves your class
"""


def print_key(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's form
    """A new key, and nothing else happens."""
    if wanted:
        click.echo(urlsafe_b64encode(token_bytes(KEY_BYTES)).decode("ascii"))
        ctx.exit()


@click.command("init")
@click.option(
    "--key",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_key,
    help="Only print a new SLACK_ENCRYPTION_KEY.",
)
@click.option("--env-file", type=click.Path(path_type=Path, dir_okay=False), default=Path(".env"))
@click.option("--platform", type=click.Choice(sorted(PLATFORMS)), prompt="Which platform")
def command(env_file: Path, platform: str) -> None:
    """Print what the platform's admin pastes, ask for the tokens, write .env."""
    if env_file.exists():
        raise click.ClickException(f"{env_file} is there already. Edit it, or name another file.")
    row = PLATFORMS[platform]
    module = import_module(row.manifest)
    click.echo(module.STEPS)
    click.echo(module.manifest_text(""))
    lines = [f"{name}={ask(name, what)}" for name, what in module.TOKENS.items()]
    key = click.prompt(
        "ANTHROPIC_API_KEY (empty: scripted clients, no AI)",
        default="",
        hide_input=True,
        show_default=False,
    )
    lines.append(f"ANTHROPIC_API_KEY={key}" if key else "CLIENT_MODEL=demo")
    write(env_file, "\n".join((*lines, "")))
    click.echo(f"Wrote {env_file}, readable by you alone.{STEPS}")


def ask(name: str, what: str) -> str:
    """One token; what is typed is not shown."""
    answer: str = click.prompt(f"{name} ({what})", hide_input=True)
    return answer.strip()


def write(path: Path, text: str) -> None:
    """The file belongs to its owner from its first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
