"""`virtual-client discord-sync`: register the commands with Discord."""

import asyncio
from importlib import import_module
from pathlib import Path

import click

from bot.cli.envfile import env_file_option
from bot.settings import SettingsError, load_settings


@click.command("discord-sync")
@env_file_option
@click.option("--force", is_flag=True, help="Send them even when nothing has changed.")
def command(env_file: Path, *, force: bool) -> None:
    """Register the commands; they are sent only when they have changed."""
    try:
        settings = load_settings(env_file)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if not settings.discord:
        raise click.ClickException("DISCORD_BOT_TOKEN is missing. Add it to .env.")
    module = import_module("bot.discord.sync")
    try:
        done = asyncio.run(module.sync(settings, force=force))
    except module.FAULTS as error:
        text = f"Discord did not take the commands: {error}. Run: virtual-client doctor"
        raise click.ClickException(text) from error
    word = "registered" if done.changed else "unchanged, nothing sent"
    click.echo(f"{done.commands} commands, {word}.")
