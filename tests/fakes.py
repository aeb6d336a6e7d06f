"""One fake for each port: a platform, a model, a clock; each keeps its port's promises."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.domain.capability import Capabilities
from core.domain.outgoing import Edit, Open, Outgoing, Post, Receipt
from core.domain.place import Place
from core.errors import ModelError, SendRefusedError, SendUnknownError
from core.ports import Completion, Member, Prompt

START = datetime(2030, 11, 22, 9, 0, tzinfo=UTC)
"""A Friday; so late that no job of a test is due by the machine's own clock, which a store reads.
"""
EVERYTHING = Capabilities(
    slash_in_thread=True,
    forms=True,
    form_files=True,
    native_datetime=True,
    autocomplete=True,
    private_reply=True,
    streaming=False,
    find_by_key=True,
    max_text=4_000,
    max_buttons=25,
    max_choices=25,
    max_form_fields=10,
)


@dataclass(slots=True)
class FakeClock:
    """Stands still until it is advanced; `step` moves the wall clock only, as an operator does."""

    wall: datetime = START
    seconds: float = 1_000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds

    def step(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Sent:
    """An errand that was carried out."""

    outgoing: Outgoing
    receipt: Receipt


@dataclass(slots=True)
class FakePlatform:
    """Carries errands out in memory.

    `faults` are raised by the next sends, one each: a SendUnknownError after the effect, because
    that is the hard case, any other before it. `pause` is seconds for each send.
    """

    name: str = "play"
    capabilities: Capabilities = EVERYTHING
    roster: tuple[Member, ...] = ()
    pause: float = 0.0
    sent: list[Sent] = field(default_factory=list)
    faults: deque[Exception] = field(default_factory=deque)
    refused_errands: dict[str, str] = field(default_factory=dict)
    looked_for: list[str] = field(default_factory=list)
    typed: list[Place] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> Receipt:
        await asyncio.sleep(self.pause)
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and not isinstance(fault, SendUnknownError):
            raise fault
        if outgoing.errand.kind in self.refused_errands:
            raise SendRefusedError(self.refused_errands[outgoing.errand.kind])
        receipt = self._receipt(outgoing)
        self.sent.append(Sent(outgoing, receipt))
        if fault is not None:
            raise fault
        return receipt

    def _receipt(self, outgoing: Outgoing) -> Receipt:
        number = f"m{len(self.sent) + 1}"
        if isinstance(outgoing.errand, Open):
            place = outgoing.place
            thread = Place(place.platform, place.workspace, place.channel, f"t{number}")
            return Receipt(number, thread)
        return Receipt(number)

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        self.looked_for.append(outgoing.key)
        return next((one.receipt for one in self.sent if one.outgoing.key == outgoing.key), None)

    async def typing(self, place: Place) -> None:
        self.typed.append(place)

    async def members(self, channel: Place) -> tuple[Member, ...]:
        return self.roster if channel.workspace else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What was posted or edited, as plain text, in order."""
        errands = (one.outgoing.errand for one in self.sent)
        return tuple(errand.reply.text for errand in errands if isinstance(errand, (Post, Edit)))


Answer = str | ModelError | Callable[[Prompt], str]


@dataclass(slots=True)
class FakeModel:
    """Answers with what it was given, in order; the last answer repeats."""

    answers: Iterable[Answer] = ("Mm-hm.",)
    name: str = "fake:model"
    pause: float = 0.0
    prompts: list[Prompt] = field(default_factory=list)
    waiting: deque[Answer] = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = deque(self.answers)

    async def answer(self, prompt: Prompt) -> Completion:
        self.prompts.append(prompt)
        await asyncio.sleep(self.pause)
        answer = self.waiting.popleft() if len(self.waiting) > 1 else self.waiting[0]
        if isinstance(answer, ModelError):
            raise answer
        return Completion(answer if isinstance(answer, str) else answer(prompt), self.name)
