"""How often what happened, for the metrics page; names only, nobody's words."""

import itertools
import math
from collections import Counter

ACK = "virtual_client_slack_ack_seconds"
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)


class Counters:
    """Outcomes of everything that came in, by entrance."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._within: Counter[float] = Counter()
        self._seconds = 0.0

    def count(self, entrance: str, outcome: str) -> None:
        self._counts[entrance, outcome] += 1

    def of(self, outcome: str) -> int:
        """How often an outcome came, at all entrances."""
        return sum(count for (_, name), count in self._counts.items() if name == outcome)

    def took(self, seconds: float) -> None:
        """How long an acknowledgement took."""
        self._seconds += seconds
        self._within[next((one for one in STEPS if seconds <= one), math.inf)] += 1

    def lines(self) -> list[str]:
        """The counts as the metrics page writes them."""
        return [*self._outcomes(), *self._acks()]

    def _acks(self) -> list[str]:
        """A histogram: how many acknowledgements took at most so long."""
        steps = (*STEPS, math.inf)
        sums = itertools.accumulate(self._within[one] for one in steps)
        marks = ("+Inf" if one == math.inf else f"{one:g}" for one in steps)
        pairs = zip(marks, sums, strict=True)
        lines = [f'{ACK}_bucket{{le="{mark}"}} {count}' for mark, count in pairs]
        total = sum(self._within.values())
        return [*lines, f"{ACK}_sum {self._seconds:.6f}", f"{ACK}_count {total}"]

    def _outcomes(self) -> list[str]:
        return [
            f'virtual_client_slack_total{{entrance="{entrance}",outcome="{outcome}"}} {count}'
            for (entrance, outcome), count in sorted(self._counts.items())
        ]
