"""What every kind of model fault means for retry, breaker and operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.errors import ModelError, ModelFault


@dataclass(frozen=True, slots=True)
class FaultPolicy:
    """`tries` in all; `counts`, `opens` and `alive` (it did answer) are for the breaker."""

    tries: int
    operator: str
    counts: bool = False
    opens: bool = False
    alive: bool = False


class NoSentenceError(ModelError):
    """The answer filled max_tokens before one sentence was whole: ask once for a shorter one."""

    def __init__(self) -> None:
        super().__init__(ModelFault.EMPTY, "max_tokens reached before the first sentence ended")


_AGAIN = 4

POLICY: Mapping[ModelFault, FaultPolicy] = MappingProxyType(
    {
        ModelFault.RATE_LIMITED: FaultPolicy(
            _AGAIN, "The provider limits our rate; calls wait as long as it asks."
        ),
        ModelFault.BUSY_UNTIL: FaultPolicy(
            1, "The provider asks for a long wait; turns are kept until then."
        ),
        ModelFault.BILLING: FaultPolicy(
            1, "The provider's spend limit or billing stops us; settle it there.", opens=True
        ),
        ModelFault.OVERLOADED: FaultPolicy(_AGAIN, "The provider is overloaded.", counts=True),
        ModelFault.SERVER_ERROR: FaultPolicy(
            _AGAIN, "The provider answers with server errors.", counts=True
        ),
        ModelFault.CONNECTION: FaultPolicy(
            _AGAIN, "The provider cannot be reached; check the network and the URL.", counts=True
        ),
        ModelFault.TIMEOUT: FaultPolicy(
            _AGAIN, "The provider is silent for too long.", counts=True
        ),
        ModelFault.TRUNCATED: FaultPolicy(
            _AGAIN, "Answers end in the middle; a proxy may cut them.", counts=True
        ),
        ModelFault.MALFORMED: FaultPolicy(
            _AGAIN, "The endpoint does not speak the Messages API; check the URL.", counts=True
        ),
        ModelFault.EMPTY: FaultPolicy(2, "The model gave no usable text.", alive=True),
        ModelFault.REFUSAL: FaultPolicy(1, "The model refused; the turn is unscored.", alive=True),
        ModelFault.TOO_LONG: FaultPolicy(1, "The conversation exceeds the model.", alive=True),
        ModelFault.BAD_REQUEST: FaultPolicy(
            1, "The provider does not accept our request; check the model id.", alive=True
        ),
        ModelFault.AUTH: FaultPolicy(
            1, "The provider refuses the key; check ANTHROPIC_API_KEY.", opens=True
        ),
        ModelFault.CIRCUIT_OPEN: FaultPolicy(1, "The provider failed often; calls are paused."),
        ModelFault.BUDGET: FaultPolicy(1, "A limit of ours is reached; raise it or wait."),
        ModelFault.STOPPED: FaultPolicy(1, "An administrator has paused the AI; /admin resume."),
    }
)
