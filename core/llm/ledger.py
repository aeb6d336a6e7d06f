"""The ledger as the gateway needs it: reserve before a call, settle after it."""

from typing import Protocol

from core.domain.ledger import CallPlan, CallRecord


class Ledger(Protocol):
    """Money and rate limits; a reservation that was never ended counts as spent.

    So a killed process can only make the ledger count too much, never too little. Whoever
    implements it does each of these in one transaction.
    """

    async def reserve(self, plan: CallPlan) -> str:
        """Take `plan.upper_nusd` from every scope at once, or from none; return the reservation.

        Raises ModelError(BUDGET): no money left (`retry_after` None) or the hourly window of calls
        is full (`retry_after` = seconds until the oldest call leaves it).
        """
        ...

    async def settle(self, reservation: str, record: CallRecord) -> None:
        """Write the record; `record.cost.booked_nusd` replaces the reserved amount."""
        ...

    async def release(self, reservation: str) -> None:
        """The call certainly never reached the server: nothing was spent, no row is written."""
        ...

    async def spoil(self, reservation: str) -> None:
        """Nobody will ever know how it ended: all that was reserved is spent (`estimated`)."""
        ...
