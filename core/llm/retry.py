"""The one owner of retries: bounded in number, in time and in how much they may add to a storm."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from tenacity import AsyncRetrying, RetryCallState

from core.errors import ModelError, ModelFault
from core.llm.endpoint import attempt_number
from core.llm.policy import POLICY, NoSentenceError
from core.ports import Clock, Completion, Model, Prompt

Sleep = Callable[[float], Awaitable[None]]
_SHORTER = "The last answer was too long to be used. Answer in one or two short sentences."


@dataclass(frozen=True, slots=True)
class RetrySettings:
    """Seconds: `deadline` for all attempts, `longest_hint` that is waited for, `base`..`top`."""

    deadline: float = 60.0
    longest_hint: float = 20.0
    base: float = 0.5
    top: float = 8.0
    longest_cool: float = 300.0


DEFAULT_RETRY = RetrySettings()


class RetryBucket:
    """Lets retries through only while most calls work (the retry throttling of gRPC).

    A failure takes a token, a success gives half of one back, time gives one per fifty seconds; no
    retry once half of the bucket is gone. So a burst of failures adds four calls, not three times
    their number, however many turns are waiting.
    """

    SIZE = 10.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens = self.SIZE
        self._at = clock.monotonic()

    def succeeded(self) -> None:
        self._tokens = min(self.SIZE, self._tokens + 0.5)

    def failed(self) -> bool:
        """Take a token; whether a retry is allowed now."""
        now = self._clock.monotonic()
        self._tokens = min(self.SIZE, self._tokens + (now - self._at) / 50)
        self._at = now
        self._tokens = max(0.0, self._tokens - 1)
        return self._tokens >= self.SIZE / 2 + 1


class RetryingModel:
    """Sends the byte-identical prompt again while that can help."""

    def __init__(
        self,
        inner: Model,
        settings: RetrySettings,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._inner = inner
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._bucket = RetryBucket(clock)
        self._cool_until = clock.monotonic()

    @property
    def name(self) -> str:
        return self._inner.name

    def cool_for(self) -> float:
        """Seconds for which the provider asked to be left alone."""
        return max(0.0, self._cool_until - self._clock.monotonic())

    async def answer(self, prompt: Prompt) -> Completion:
        turn = _Turn(self._settings, self._clock.monotonic() + self._settings.deadline)
        await self._wait_until_cool(turn)
        retrying = AsyncRetrying(
            sleep=self._sleep,
            wait=lambda _state: turn.wait,
            stop=lambda _state: False,
            retry=lambda state: self._again(state, turn),
            reraise=True,
        )
        async for attempt in retrying:
            with attempt:
                attempt_number.set(attempt.retry_state.attempt_number)
                return await self._once(turn.worded(prompt), turn)
        raise AssertionError  # tenacity leaves the loop by returning or raising

    async def _once(self, prompt: Prompt, turn: "_Turn") -> Completion:
        try:
            async with asyncio.timeout(turn.end - self._clock.monotonic()):
                completion = await self._inner.answer(prompt)
        except TimeoutError:
            raise ModelError(ModelFault.TIMEOUT, "the turn's deadline") from None
        self._bucket.succeeded()
        return completion

    async def _wait_until_cool(self, turn: "_Turn") -> None:
        wait = self.cool_for()
        if not wait:
            return
        if wait > self._settings.longest_hint or wait >= self._left(turn):
            raise ModelError(ModelFault.BUSY_UNTIL, "asked to wait", retry_after=wait)
        await self._sleep(wait + _jitter())

    def _left(self, turn: "_Turn") -> float:
        return turn.end - self._clock.monotonic()

    def _again(self, state: RetryCallState, turn: "_Turn") -> bool:
        """Decide on the failed attempt and set the wait; raises BUSY_UNTIL for a long hint."""
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, ModelError):
            return False
        tries = POLICY[error.fault].tries
        allowed = tries > 1 and self._bucket.failed()
        if error.retry_after is not None and tries > 1:
            self._cool(error.retry_after)
            self._refuse_long_hint(error, turn)
        turn.last = error
        turn.wait = max(turn.backoff(error, state.attempt_number), self.cool_for())
        return state.attempt_number < tries and allowed and turn.wait < self._left(turn)

    def _cool(self, seconds: float) -> None:
        until = self._clock.monotonic() + min(seconds, self._settings.longest_cool)
        self._cool_until = max(self._cool_until, until)

    def _refuse_long_hint(self, error: ModelError, turn: "_Turn") -> None:
        hint = error.retry_after or 0.0
        if hint > self._settings.longest_hint or hint >= self._left(turn):
            raise ModelError(ModelFault.BUSY_UNTIL, error.fault.value, retry_after=hint) from error


@dataclass(slots=True)
class _Turn:
    """The state of one `answer`: its end on the monotonic clock and what failed last."""

    settings: RetrySettings
    end: float
    wait: float = 0.0
    last: ModelError | None = None

    def backoff(self, error: ModelError, attempt: int) -> float:
        """Exactly what was asked plus a little, else doubling with the lower half kept.

        The lower half keeps a later wait from being shorter than an earlier one.
        """
        if error.retry_after is not None:
            return error.retry_after + _jitter()
        full = min(self.settings.top, self.settings.base * 2.0 ** (attempt - 1))
        return full * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing

    def worded(self, prompt: Prompt) -> Prompt:
        """The prompt as it was, except after an answer that did not fit."""
        if not isinstance(self.last, NoSentenceError):
            return prompt
        return replace(prompt, correction=f"{prompt.correction}\n{_SHORTER}".strip())


def _jitter() -> float:
    return random.uniform(0.05, 0.3)  # noqa: S311 - spreads load, hides nothing
