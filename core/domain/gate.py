"""Gates: what a student has to do before a client gives a fact away."""

from dataclasses import dataclass
from enum import StrEnum

RISK_DISCOUNT = 150
RESISTED_SURCHARGE = 100
NEAR = 150


class Asked(StrEnum):
    """How the topic must be raised."""

    ANY = "any"
    OPEN = "open"
    DIRECT = "direct"


class After(StrEnum):
    """What the student must have used in this turn or in one of the two before."""

    NONE = "none"
    REFLECTION = "reflection"
    EMPATHY = "empathy"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Gate:
    """`openness` and `direct` in permille; `direct` is the lower bar of a risk fact."""

    openness: int
    needs: tuple[str, ...] = ()
    asked: Asked = Asked.ANY
    after: After = After.NONE
    min_turn: int = 0
    min_session: int = 0
    direct: int | None = None

    @property
    def direct_bar(self) -> int:
        return max(self.openness - RISK_DISCOUNT, 0) if self.direct is None else self.direct
