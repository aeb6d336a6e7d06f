"""What the services share for the life of the process: clock, model, read profiles."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.domain.health import ModelHealth
from core.domain.limits import Limits
from core.domain.notice import KEPT_DAYS, Handling
from core.domain.profile import ClientProfile
from core.errors import Refusal, RefusalError
from core.library.loader import profile_from_data
from core.ports import Clock, Model, Platform
from core.services.erasure_list import ErasureList
from core.services.seen import Sight
from core.simulation.demo import DEMO_LABEL, ENGINE
from core.store import clients
from core.store.transaction import Transaction


@dataclass(slots=True)
class House:
    """`model` is None when the scripted demo client was chosen; it plays new sessions.

    `reopen` gives the model that an older session was begun with, or None when it cannot be had;
    `platforms` go by their names.
    """

    clock: Clock
    model: Model | None = None
    profiles: dict[tuple[str, str], ClientProfile] = field(default_factory=dict)
    reopen: Callable[[str], Model | None] = lambda _engine: None
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    grader: Model | None = None
    limits: Limits | None = None
    contacts: str = ""
    endpoint: str = ""
    kept_days: int = KEPT_DAYS
    erased: ErasureList | None = None
    listening: dict[tuple[str, str], float] = field(default_factory=dict)
    waiting: dict[str, asyncio.Event] = field(default_factory=dict)
    health: Callable[[], tuple[ModelHealth, ...]] = tuple
    gradings: int = 0
    sight: Sight = field(default_factory=Sight)

    def failed(self, session: str) -> None:
        """An attempt of this session's turn failed; whoever waits for the turn may say so."""
        if session in self.waiting:
            self.waiting[session].set()

    @property
    def engine(self) -> str:
        """What new sessions are played by."""
        return ENGINE if self.model is None else self.model.name

    @property
    def handling(self) -> Handling:
        """What people are told, where no administrator keeps words for a shorter time."""
        if self.model is None:
            return Handling(kept_days=self.kept_days)
        grader = "" if self.grader is None else self.grader.name
        return Handling(self.model.name, grader, self.endpoint, self.kept_days)

    def voice(self, engine: str) -> Model | None:
        """The model that plays a session; a session keeps the one it began with."""
        if self.model is not None and self.model.name == engine:
            return self.model
        return self.reopen(engine)

    def profile(self, tx: Transaction, client_id: str) -> ClientProfile:
        """The profile of one immutable version; read once a process."""
        known = self.profiles.get((tx.tenant, client_id))
        if known is not None:
            return known
        text = clients.profile_text(tx, client_id)
        if text is None:
            raise RefusalError(Refusal.NOT_FOUND)
        profile = profile_from_data(json.loads(text), client_id)
        self.profiles[tx.tenant, client_id] = profile
        return profile


def label(engine: str) -> str:
    """What every message of this engine's client must carry."""
    return DEMO_LABEL if engine == ENGINE else "simulated client (AI)"
