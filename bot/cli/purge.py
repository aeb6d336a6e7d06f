"""`virtual-client purge`: forget the words of old interviews, at once instead of tonight."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import click

from bot import app as wiring
from bot.cli.envfile import env_file_option
from bot.clock import SystemClock
from bot.settings import SettingsError, load_settings
from core.errors import StoreError
from core.services import retention
from core.store import privacy
from core.store.transaction import Transaction

AGE = re.compile(r"(\d{1,5})d?")


class Days(click.ParamType[timedelta]):
    """`180d` or `180`."""

    name = "days"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """A number of days of at least one."""
        found = AGE.fullmatch(str(value).strip())
        if found is None or int(found[1]) < 1:
            self.fail(f"{value!r} is no age; give days, such as 180d", param, ctx)
        return timedelta(days=int(found[1]))


@click.command("purge")
@click.option("--older-than", type=Days(), required=True, help="Age in days, such as 180d.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@env_file_option
def command(older_than: timedelta, env_file: Path, *, yes: bool) -> None:
    """Delete the words of interviews that ended so many days ago, in all workspaces.

    Transcripts, reports, scores and what clients remember go for good; that an interview was held,
    when and how long stays, and so does the hash chain. It can be stopped and run again. Classes
    under a legal hold are left alone.
    """
    if not yes:
        click.confirm(
            f"Delete the words of interviews older than {older_than.days} days?", abort=True
        )
    try:
        settings = load_settings(env_file)
        count = asyncio.run(purge(settings.database_url.get_secret_value(), older_than))
    except (SettingsError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} interviews purged.")


async def purge(url: str, older_than: timedelta) -> int:
    """Part after part, each in its own transaction, then scrub the files."""
    clock = SystemClock()
    basis = wiring.open_basis(url, clock, None)
    before, total = clock.now() - older_than, 0

    def part(tx: Transaction) -> int:
        return retention.purge(tx, before, clock.now(), courses=False)

    try:
        while done := await basis.database.write(part):
            total += done
        if held := await basis.database.read(lambda tx: privacy.held_back(tx, before)):
            click.echo(
                f"Interviews that stay, as their classes are under a legal hold: {held}", err=True
            )
        if not await basis.database.scrub():
            click.echo("The database is being read; run this again to scrub its log.", err=True)
        return total
    finally:
        await basis.database.close()
