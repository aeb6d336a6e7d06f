"""`virtual-client backup`: a copy of the SQLite file while the program runs."""

import asyncio
from pathlib import Path

import click

from bot.cli.db import opened
from bot.cli.envfile import env_file_option
from core.errors import StoreError
from core.store import upkeep


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@env_file_option
def command(target: Path, env_file: Path) -> None:
    """Copy the database to TARGET, also while `run` writes to it, and check the copy.

    To go back: stop `run`, put the copy in the place of the file that DATABASE_URL names, remove
    the files beside it that end in -wal and -shm, and run `virtual-client db check`.
    """
    database = opened(env_file)
    try:
        size = upkeep.copy_to(database.engine, target)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    finally:
        asyncio.run(database.close())
    click.echo(f"{target}: {size:,} bytes, and it is whole.")
