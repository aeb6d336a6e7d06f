"""How often what happened, for the metrics page; names only, nobody's words."""

from collections import Counter


class Counters:
    """Outcomes of everything that came in, by entrance."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def count(self, entrance: str, outcome: str) -> None:
        self._counts[entrance, outcome] += 1

    def of(self, outcome: str) -> int:
        """How often an outcome came, at all entrances."""
        return sum(count for (_, name), count in self._counts.items() if name == outcome)

    def lines(self) -> list[str]:
        """The counts as the metrics page writes them."""
        return [
            f'virtual_client_slack_total{{entrance="{entrance}",outcome="{outcome}"}} {count}'
            for (entrance, outcome), count in sorted(self._counts.items())
        ]
