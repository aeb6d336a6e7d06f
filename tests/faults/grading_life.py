"""One short life of a process that grades: it kills itself at a step, and logs calls and posts."""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

from bot import app as wiring
from bot.clock import SystemClock
from core.delivery.effects import Rules
from core.delivery.steps import Step
from core.domain.capability import Capabilities
from core.domain.ledger import TokenCounts
from core.domain.limits import Limits
from core.domain.outgoing import Edit, Outgoing, Post, Receipt
from core.domain.place import Place
from core.llm.budget import BudgetedModel
from core.llm.endpoint import Exchange
from core.llm.prices import PriceList
from core.ports import Completion, Member, Prompt
from core.services.house import House
from core.services.usage import StoreLedger
from core.store import lanes
from core.store.database import open_database
from tests.fakes import EVERYTHING
from tests.grader import asked, honest

RULES = Rules(lease=0.6, quiet_ms=0, poll=0.05, first_pause=0.02, attempts=200)
MODEL = "claude-haiku-4-5"


@dataclass(slots=True)
class Endpoint:
    """A provider that answers at once and writes each call down first."""

    log: Path
    name: str = f"fake:{MODEL}"

    def size(self, prompt: Prompt) -> int:
        return len(prompt.system) + sum(len(turn.text) for turn in prompt.turns)

    async def exchange(self, prompt: Prompt) -> Exchange:
        note(self.log, "call")
        text = honest(asked(prompt))
        return Exchange(Completion(text, MODEL), "usage", TokenCounts(), MODEL)

    async def aclose(self) -> None:
        return


@dataclass(slots=True)
class LoggedPlatform:
    """A platform whose posts outlive the process that made them."""

    log: Path
    name: str = "play"
    capabilities: Capabilities = field(default=EVERYTHING)

    async def send(self, outgoing: Outgoing) -> Receipt:
        errand = outgoing.errand
        words = errand.reply.text if isinstance(errand, Post | Edit) else errand.kind
        note(self.log, f"post {outgoing.key} {words.splitlines()[0]}")
        return Receipt(outgoing.key)

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        found = f"post {outgoing.key} " in self.log.read_text()
        return Receipt(outgoing.key) if found else None

    async def typing(self, _place: Place) -> None:
        return

    async def members(self, _channel: Place) -> tuple[Member, ...]:
        return ()


def note(log: Path, words: str) -> None:
    with log.open("a") as file:
        file.write(words + "\n")


@dataclass(slots=True)
class Killer:
    """Ends the process at the `left`-th time of a step in a grading's lane."""

    label: str
    left: int

    def __call__(self, step: Step, lane: str) -> None:
        if step == self.label and lane.startswith("grade:"):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def live(url: str, log: Path, killer: Killer) -> None:
    """Work until nothing is left to do."""
    clock = SystemClock()
    database = open_database(url, clock)
    limits = Limits()
    house = House(clock)
    grader = BudgetedModel(
        Endpoint(log), StoreLedger(database, limits), PriceList("https://api.anthropic.com"), clock
    )
    house.grader, house.limits = grader, limits
    basis = wiring.Basis(database, house, clock)
    app = wiring.start(basis, {"play": LoggedPlatform(log)}, RULES, killer)
    quiet = 0
    while quiet < 4:
        await asyncio.sleep(0.1)
        awake, _waiting = await database.read(lanes.depth)
        quiet = 0 if awake or app.engine.running else quiet + 1
    await app.stop()


def born(url: str, log: str, label: str, left: int) -> None:
    """The whole of a process."""
    asyncio.run(live(url, Path(log), Killer(label, left)))
