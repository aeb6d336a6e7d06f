"""The last step of a turn: a function that runs inside the finishing transaction."""

from collections.abc import Callable

from core.domain.effects import Effects
from core.errors import CoreError
from core.store.transaction import Transaction

Finish = Callable[[Transaction], Effects]


class PostponeError(CoreError):
    """The turn must wait, for `seconds`, with its message kept; `finish` may say so once."""

    def __init__(self, reason: str, seconds: float, finish: Finish | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.finish = finish
