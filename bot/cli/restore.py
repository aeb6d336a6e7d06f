"""`virtual-client import`: an interview that `export` wrote, put back as it was."""

from io import TextIOWrapper
from pathlib import Path

import click

from bot.cli.envfile import env_file_option
from bot.cli.record import TENANT, carry_out
from core.store import records


@click.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@TENANT
@env_file_option
def command(file: TextIOWrapper, workspace: str, env_file: Path) -> None:
    """Put an interview back: same ids, same words, same seals, or nothing at all. Audited."""
    text = file.read()
    made = carry_out(lambda tx: records.restore(tx, text), workspace, env_file, "operator_import")
    click.echo(f"interview {made} is back")
