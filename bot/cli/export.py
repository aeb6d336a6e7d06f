"""`virtual-client export`: one interview as a file, whole."""

import json
from io import TextIOWrapper
from pathlib import Path

import click

from bot.cli.envfile import env_file_option
from bot.cli.record import TENANT, carry_out
from core.store import records
from core.store.transaction import Transaction


@click.command("export")
@click.argument("session")
@click.argument("file", type=click.File("w", encoding="utf-8"))
@TENANT
@env_file_option
def command(session: str, file: TextIOWrapper, workspace: str, env_file: Path) -> None:
    """Write one interview with everything that hangs on it; FILE may be "-". Audited."""
    made: list[str] = []

    def work(tx: Transaction) -> str | None:
        data = records.dump(tx, session)
        if data is None:
            return None
        made[:] = [json.dumps(data, ensure_ascii=False, indent=1)]
        return session

    if carry_out(work, workspace, env_file, "operator_export") is None:
        raise click.ClickException(f"there is no interview {session} in {workspace}")
    click.echo(made[0], file=file)
