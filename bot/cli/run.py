"""`virtual-client run`: every platform whose tokens are set, in one process."""

import asyncio
import importlib
import importlib.util
import logging
import signal
from collections.abc import Callable
from pathlib import Path

import click

from bot import app as wiring
from bot.cli.adapters import Adapter, Surroundings, open_adapters
from bot.cli.envfile import env_file_option
from bot.cli.model import Models, check_model
from bot.clock import SystemClock
from bot.logs import set_up_logs, watch_loop
from bot.memory import settle_memory
from bot.settings import Settings, SettingsError, load_settings
from bot.web.lag import Lag
from bot.web.server import Site
from core.delivery.effects import Rules
from core.errors import StoreError
from core.services import erasure
from core.simulation.pattern import make_all

log = logging.getLogger(__name__)


@click.command("run")
@env_file_option
@click.option("--quiet-ms", default=Rules().quiet_ms, hidden=True, help="For tests.")
def command(env_file: Path, quiet_ms: int) -> None:
    """Serve Slack and Discord until the process is told to stop."""
    try:
        settings = load_settings(env_file)
        settings.check_platforms()
        check_model(settings)
        set_up_logs(settings.log_format, settings.log_level, settings.secrets())
        # At INFO it writes every statement.
        logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
        with asyncio.Runner(loop_factory=fast_loop()) as runner:
            runner.run(serve(settings, Rules(quiet_ms=quiet_ms)))
    except (SettingsError, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error


def fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop's loop where it exists, else Python's own."""
    if importlib.util.find_spec("uvloop") is None:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = importlib.import_module(
        "uvloop"
    ).new_event_loop
    return factory


async def serve(settings: Settings, rules: Rules) -> None:
    """Run until SIGTERM or Ctrl+C: hear nothing more, finish turns, let go."""
    watch_loop(asyncio.get_running_loop())
    clock = SystemClock()
    basis = wiring.open_basis(settings.database_url.get_secret_value(), clock, None)
    basis.house.contacts = settings.crisis_contacts
    await erasure.replay(basis.database, basis.house)
    models = Models(basis, settings)
    await models.connect()
    for notice in models.notices:
        click.echo(notice)
    adapters = open_adapters(Surroundings(settings, clock, basis.load_file, wiring.Vault(basis)))
    platforms = {name: one.platform for name, one in adapters.items()}
    app = wiring.start(basis, platforms, rules)
    site = Site(lambda: states(app, adapters))
    watching = observe(app, site)
    try:
        for adapter in adapters.values():
            await adapter.start(app.door, site)
        port = await site.start(settings.http_host, settings.http_port)
        log.info("listening", extra={"port": port})
        settle_memory()
        warming = asyncio.get_running_loop().run_in_executor(None, make_all)
        click.echo(f"Virtual Client serves {', '.join(adapters)}; health on port {port}.")
        await stop_signal()
        await warming
    finally:
        watching.cancel()
        await site.stop()
        await asyncio.gather(*(one.stop_intake() for one in adapters.values()))
        await app.stop()
        await models.close()
        await asyncio.gather(*(one.stop() for one in adapters.values()))


def observe(app: wiring.App, site: Site) -> asyncio.Task[None]:
    """Tell `/metrics` how the process does; the task measures until it is cancelled."""
    lag = Lag()
    site.asked(app.basis.figures)
    site.figures(lambda: [f"virtual_client_turns_running {app.engine.running}"])
    site.figures(lag.lines)
    return asyncio.create_task(lag.watch())


def states(app: wiring.App, adapters: dict[str, Adapter]) -> dict[str, bool]:
    """What must hold before the process can be sent work."""
    basis = {"store": app.basis.database.alive, "engine": app.engine.alive}
    return {**basis, **{name: one.ready for name, one in adapters.items()}}


async def stop_signal() -> None:
    """Wait for Ctrl+C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stopped.set)
    await stopped.wait()
