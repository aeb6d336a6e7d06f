"""What `export` and `import` share: the options, and one audited transaction."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import click

from bot import app as wiring
from bot.clock import SystemClock
from bot.settings import SettingsError, load_settings
from core.domain.audit import Entry
from core.errors import StoreError
from core.store import audit
from core.store.records import RecordError
from core.store.transaction import Transaction

TENANT = click.option(
    "--workspace", required=True, help="Whose interview: platform and workspace, as in slack:T1."
)


def carry_out(
    work: Callable[[Transaction], str | None],
    workspace: str,
    env_file: Path,
    action: str,
) -> str | None:
    """Do it in one transaction with its audit entry, which names what `work` gives back."""
    clock = SystemClock()

    async def whole() -> str | None:
        settings = load_settings(env_file)
        basis = wiring.open_basis(settings.database_url.get_secret_value(), clock, None)

        def both(tx: Transaction) -> str | None:
            done = work(tx)
            if done is not None:
                audit.record(tx, Entry("", action, done[:24], clock.now()))
            return done

        try:
            return await basis.database.write(both, workspace)
        finally:
            await basis.database.close()

    try:
        return asyncio.run(whole())
    except (SettingsError, StoreError, RecordError) as error:
        raise click.ClickException(str(error)) from error
