"""`virtual-client play`: the whole product in a browser, on this machine alone."""

import asyncio
import signal
import tempfile
import webbrowser
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot import app as wiring
from bot.clock import SystemClock
from bot.logs import set_up_logs, watch_loop
from bot.memory import settle_memory
from bot.playground import seed
from bot.playground.journal import Journal
from bot.playground.platform import Playground
from bot.playground.rooms import PLATFORM, Rooms
from bot.playground.rules import RulesName
from bot.playground.server import make_app
from bot.playground.site import AddressError, Site, allowed_hosts, start
from core.delivery.effects import Rules
from core.domain.place import Place
from core.domain.teaching import SectionRole
from core.errors import StoreError
from core.services import erasure
from core.services.demo_class import DemoClass, DemoMember
from core.services.demo_class import seed as seed_core
from core.services.house import label
from core.simulation.pattern import make_all

QUIET_MS = 300


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said; `db` is None for a class that is thrown away."""

    host: str
    port: int
    db: Path | None
    rules: RulesName
    browser: bool
    hosts: frozenset[str] = frozenset()


@click.command("play")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8808, show_default=True, help="Port; 0 takes a free one.")
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the class in this SQLite file; without it everything is thrown away at the end.",
)
@click.option(
    "--rules",
    type=click.Choice(["free", "slack", "discord"]),
    default="free",
    help="Play by the rules of a platform.",
)
@click.option("--browser/--no-browser", default=True, help="Open the page in your browser.")
@click.option("--i-know", is_flag=True, help="Allow another address than this machine's own.")
def command(*, i_know: bool, **given: object) -> None:
    """Open a whole demo class in your browser.

    Two teachers, five students, the shipped clients and one assignment. The clients are scripted:
    no AI, no key, no network. Nothing leaves this machine.
    """
    try:
        options = Options(**given)  # type: ignore[arg-type]  # click has checked the types
        hosts = allowed_hosts(options.host, i_know=i_know)
        asyncio.run(serve(replace(options, hosts=hosts)))
    except (AddressError, StoreError) as error:
        raise click.ClickException(str(error)) from error


async def serve(options: Options) -> None:
    """Run until the process is told to stop."""
    set_up_logs("console", "WARNING")
    watch_loop(asyncio.get_running_loop())
    stopped = stop_signal()
    with ExitStack() as stack:
        path = (
            options.db
            or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="virtual-client-")))
            / "class.sqlite3"
        )
        clock = SystemClock()
        basis = wiring.open_basis(f"sqlite:///{path}", clock, None)
        await erasure.replay(basis.database, basis.house)
        playground = make_playground(basis, path, options.rules)
        place = seed.seed(playground)
        app = wiring.start(basis, {PLATFORM: playground}, Rules(quiet_ms=QUIET_MS))
        await announce(basis, app, place)
        site = Site(playground.journal.token(), clock, label(basis.house.engine), options.hosts)
        web = make_app(playground, app.door, site)
        runner, port = await start(web, options.host, options.port)
        try:
            show(f"http://{options.host}:{port}/?token={site.token}", browser=options.browser)
            settle_memory()
            warming = asyncio.get_running_loop().run_in_executor(None, make_all)
            await stopped.wait()
            await warming
        finally:
            await runner.cleanup()
            await app.stop()
            playground.journal.close()


def make_playground(basis: wiring.Basis, path: Path, rules: RulesName) -> Playground:
    """The chat platform beside the class, in a file of its own."""
    journal = Journal(path.with_name(path.name + ".playground"), basis.clock)
    tenant = Rooms(journal).at(seed.CHANNEL).tenant

    async def load_file(file_id: str) -> bytes:
        return await basis.load_file(tenant, file_id)

    return Playground(journal, rules, load_file)


async def announce(basis: wiring.Basis, app: wiring.App, place: Place) -> None:
    """Make the class in the core when it is new, and tell it about its work."""
    teachers = [DemoMember(one.id, one.name, SectionRole.TEACHER) for one in seed.TEACHERS]
    students = [DemoMember(one.id, one.name, SectionRole.STUDENT) for one in seed.STUDENTS]
    plan = DemoClass(place, "Interviewing 101", "UTC", (*teachers, *students))
    event = await basis.database.write(lambda tx: seed_core(tx, basis.house, plan), place.tenant)
    if event is not None:
        await app.door.accept(event)


def show(address: str, *, browser: bool) -> None:
    """Say where the page is, and open it."""
    click.echo(f"Virtual Client is at {address}")
    click.echo("Scripted clients, no AI; everything stays on this machine. Ctrl+C ends it.")
    if browser:
        webbrowser.open(address)


def stop_signal() -> asyncio.Event:
    """What Ctrl+C and SIGTERM set, from now on."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stopped.set)
    return stopped
