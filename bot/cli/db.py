"""`virtual-client db`: bring the database up to date, or check it."""

import asyncio
from functools import partial
from pathlib import Path

import click

from bot.cli.envfile import env_file_option
from bot.clock import SystemClock
from bot.settings import SettingsError, load_settings
from core.errors import StoreError
from core.store import schema, upkeep
from core.store.database import Database, open_database

MOST_SHOWN = 50


@click.group("db")
def command() -> None:
    """Bring the database up to date, or check it. `run` brings it up to date by itself."""


def opened(env_file: Path) -> Database:
    """The database of the settings; ClickException says what to do."""
    try:
        settings = load_settings(env_file)
        return open_database(settings.database_url.get_secret_value(), SystemClock())
    except (SettingsError, StoreError) as error:
        raise click.ClickException(str(error)) from error


@command.command("upgrade")
@env_file_option
def upgrade(env_file: Path) -> None:
    """Change the tables to what this program needs; all or nothing."""
    database = opened(env_file)
    try:
        schema.upgrade(database.engine)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    finally:
        asyncio.run(database.close())
    click.echo(f"The schema is at {schema.newest()}.")


@command.command("check")
@env_file_option
def check(env_file: Path) -> None:
    """Look whether file, schema and every interview's hash chain are whole; 1 when not."""
    database = opened(env_file)
    try:
        found = asyncio.run(faults(database))
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    for line in found[:MOST_SHOWN]:
        click.echo(line)
    if found:
        click.echo(f"{len(found)} faults. Restore the newest backup that passes this check.")
        raise SystemExit(1)
    click.echo("The database is whole.")


async def faults(database: Database) -> list[str]:
    """Everything that is not as it must be."""
    try:
        found = [*upkeep.faults_of_schema(database.engine)]
        if found:
            return found
        found += upkeep.faults_of_file(database.engine)
        after = ""
        while True:
            page = partial(upkeep.broken_interviews, after=after)
            after, broken = await database.read(page)
            found += broken
            if not after:
                return found
    finally:
        await database.close()
