"""What one attempt at a provider looks like to the wrappers around it."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, Protocol

from core.domain.ledger import NO_TOKENS, TokenCounts
from core.errors import ModelError
from core.ports import Completion, Prompt

# The retry wrapper knows the number and the budget wrapper writes it down; a Prompt cannot carry
# it, because a retry sends the same prompt to the byte.
attempt_number: ContextVar[int] = ContextVar("attempt_number", default=1)


@dataclass(frozen=True, slots=True)
class Exchange:
    """How one attempt ended; `billed` says what is known about the provider's bill.

    `usage`: the final counters are in `tokens`. `nothing`: refused before any work. `unknown`: cut
    in the middle. `unsent`: it never reached the server.
    """

    outcome: Completion | ModelError
    billed: Literal["usage", "nothing", "unknown", "unsent"]
    tokens: TokenCounts = NO_TOKENS
    model_answered: str = ""
    request_id: str = ""
    stop_reason: str = ""
    ttft_ms: int | None = None
    duration_ms: int = 0


class Endpoint(Protocol):
    """A provider's way to answer one prompt, once."""

    @property
    def name(self) -> str:
        """`provider:model`."""
        ...

    async def exchange(self, prompt: Prompt) -> Exchange:
        """One attempt; faults come back as values, only cancellation is raised."""
        ...

    def size(self, prompt: Prompt) -> int:
        """UTF-8 bytes of the request that `exchange` would send."""
        ...

    async def aclose(self) -> None: ...
