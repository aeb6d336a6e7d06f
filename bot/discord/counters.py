"""What came in and what became of it: names from closed lists, never people or words."""

from collections import Counter


class Counters:
    """Counts outcomes for `/metrics`."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def count(self, entrance: str, outcome: str) -> None:
        self._counts[entrance, outcome] += 1

    def of(self, entrance: str, outcome: str) -> int:
        return self._counts[entrance, outcome]

    def lines(self) -> list[str]:
        """One line for each pair."""
        return [
            f'virtual_client_discord_total{{entrance="{entrance}",outcome="{outcome}"}} {count}'
            for (entrance, outcome), count in sorted(self._counts.items())
        ]
