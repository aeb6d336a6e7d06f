"""How the model is doing, told from what was seen; asking never calls it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.errors import ModelFault
from core.llm.policy import POLICY

State = Literal["healthy", "degraded", "unavailable"]


@dataclass(frozen=True, slots=True)
class Health:
    """`fault` and `at` are of the last counted failure; `retry_after` in seconds from now."""

    state: State
    model: str
    fault: ModelFault | None = None
    at: datetime | None = None
    retry_after: float | None = None

    @property
    def operator_text(self) -> str:
        """One sentence for the operator, empty when all is well."""
        return POLICY[self.fault].operator if self.fault and self.state != "healthy" else ""
