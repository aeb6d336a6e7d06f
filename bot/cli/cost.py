"""`virtual-client cost`: what the model calls have cost, from the ledger alone."""

import asyncio
from datetime import timedelta
from pathlib import Path

import click

from bot import app as wiring
from bot.cli.envfile import env_file_option
from bot.cli.model import client_model, config_of
from bot.clock import SystemClock
from bot.settings import Settings, SettingsError, load_settings
from core.errors import StoreError
from core.llm.prices import PriceList
from core.services import usage as usage_service
from core.store import usage
from core.store.usage import Total

NANO = 10**9
COLUMNS = {
    "model": "model",
    "purpose": "purpose",
    "workspace": "tenant",
    "section": "section_id",
    "session": "session_id",
    "fault": "fault",
    "day": "day",
}


@click.command("cost")
@click.option("--days", default=30, show_default=True, help="How many days back.")
@click.option(
    "--by",
    type=click.Choice(sorted(COLUMNS)),
    default="model",
    show_default=True,
    help="What to add up by.",
)
@click.option(
    "--recompute",
    is_flag=True,
    help="First price every finished call anew, from its own counters and today's price table.",
)
@env_file_option
def command(days: int, by: str, *, recompute: bool, env_file: Path) -> None:
    """Show what the model calls have cost, to the nano-dollar.

    Retries, rewrites and grading are in it. A call without a known price is counted as such and
    never as free; a call that was cut off is booked with all that it could have cost.
    """
    try:
        settings = load_settings(env_file)
        url = settings.database_url.get_secret_value()
        if recompute:
            looked, changed = asyncio.run(price_anew(url, days, prices_of(settings)))
            click.echo(f"{looked} calls looked at, {changed} of them cost something else now.")
        rows = asyncio.run(read(url, days, COLUMNS[by]))
    except (SettingsError, StoreError) as error:
        raise click.ClickException(str(error)) from error
    for line in table(by, rows):
        click.echo(line)


async def read(url: str, days: int, column: str) -> tuple[Total, ...]:
    """The totals since so many days."""
    clock = SystemClock()
    basis = wiring.open_basis(url, clock, None)
    since = int((clock.now() - timedelta(days=days)).timestamp() * 1000)
    try:
        return await basis.database.read(lambda tx: usage.totals(tx, column, since))
    finally:
        await basis.database.close()


def prices_of(settings: Settings) -> PriceList:
    """The price table and the operator's own file over it."""
    return PriceList(
        settings.anthropic_base_url, config_of(settings, client_model(settings)).models
    )


async def price_anew(url: str, days: int, prices: PriceList) -> tuple[int, int]:
    """One transaction: all of it or nothing."""
    clock = SystemClock()
    basis = wiring.open_basis(url, clock, None)
    since = int((clock.now() - timedelta(days=days)).timestamp() * 1000)
    try:
        return await basis.database.write(
            lambda tx: usage_service.recompute(tx, prices.cost, since)
        )
    finally:
        await basis.database.close()


def table(by: str, rows: tuple[Total, ...]) -> list[str]:
    """Lines of a table; the last one is the sum."""
    if not rows:
        return ["No model was called in that time."]
    total = Total(
        "all",
        sum(row.calls for row in rows),
        sum(row.cost_nusd for row in rows),
        sum(row.booked_nusd for row in rows),
        sum(row.unknown for row in rows),
    )
    lines = [f"{by:<40} {'calls':>7} {'cost USD':>16} {'booked USD':>16} {'no price':>8}"]
    for row in (*rows, total):
        cost, booked = usd(row.cost_nusd), usd(row.booked_nusd)
        lines.append(f"{row.key[:40]:<40} {row.calls:>7} {cost:>16} {booked:>16} {row.unknown:>8}")
    return lines


def usd(nusd: int) -> str:
    """Nano-USD as dollars with all nine places."""
    return f"{nusd // NANO}.{nusd % NANO:09}"
