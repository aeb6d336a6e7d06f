"""Stops calling a model that keeps failing, and probes it one call at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.errors import ModelError, ModelFault
from core.llm.health import Health, State
from core.llm.policy import POLICY
from core.ports import Clock, Completion, Model, Prompt

_FRESH_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """`threshold` failures in a row open for `recovery` seconds; `probes` successes close."""

    threshold: int = 5
    recovery: float = 300.0
    probes: int = 3


DEFAULT_BREAKER = BreakerSettings()


class BreakerModel:
    """Closed: calls pass. Open: refused at once. Half-open: exactly one probe in flight.

    `opened` is told the wall time until which it is open, to be kept over a restart; `reopen`
    takes it back.
    """

    def __init__(
        self,
        inner: Model,
        settings: BreakerSettings,
        clock: Clock,
        opened: Callable[[datetime], None] | None = None,
    ) -> None:
        self._inner = inner
        self._settings = settings
        self._clock = clock
        self._opened = opened
        self._failures = 0
        self._successes = 0
        self._open_until: float | None = None
        self._probing = False
        self._last: tuple[ModelFault, datetime, float] | None = None

    @property
    def name(self) -> str:
        return self._inner.name

    async def answer(self, prompt: Prompt) -> Completion:
        probe = self._enter()
        try:
            completion = await self._inner.answer(prompt)
        except ModelError as error:
            self._failed(error.fault, probe=probe)
            raise
        else:
            self._succeeded(probe=probe)
            return completion
        finally:
            if probe:
                self._probing = False

    def reopen(self, until: datetime) -> None:
        """Take back the opening of an earlier process; never longer than one recovery."""
        left = (until - self._clock.now()).total_seconds()
        if left > 0:
            self._open_until = self._clock.monotonic() + min(left, self._settings.recovery)

    def health(self) -> Health:
        state, wait = self._state(), self._wait()
        if self._last is None:
            return Health(state, self.name, retry_after=wait)
        fault, at, _ = self._last
        return Health(state, self.name, fault, at, wait)

    def _phase(self) -> Literal["closed", "open", "half_open"]:
        if self._open_until is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._open_until else "half_open"

    def _state(self) -> State:
        phase = self._phase()
        if phase != "closed":
            return "unavailable" if phase == "open" else "degraded"
        fresh = self._last and self._clock.monotonic() - self._last[2] < _FRESH_SECONDS
        return "degraded" if fresh else "healthy"

    def _wait(self) -> float | None:
        if self._open_until is None:
            return None
        return max(0.0, self._open_until - self._clock.monotonic())

    def _enter(self) -> bool:
        """Let a call in and say whether it is a probe; raise CIRCUIT_OPEN instead."""
        phase = self._phase()
        if phase == "open" or (phase == "half_open" and self._probing):
            kind = self._last[0].value if self._last else ""
            raise ModelError(ModelFault.CIRCUIT_OPEN, kind, retry_after=self._wait())
        self._probing = phase == "half_open"
        return self._probing

    def _failed(self, fault: ModelFault, *, probe: bool) -> None:
        policy = POLICY[fault]
        if policy.alive:
            self._succeeded(probe=probe)
        elif policy.counts or policy.opens:
            self._last = (fault, self._clock.now(), self._clock.monotonic())
            self._failures += 1
            closed = self._open_until is None
            enough = policy.opens or self._failures >= self._settings.threshold
            if probe or (closed and enough):
                self._open()

    def _open(self) -> None:
        self._successes = 0
        self._open_until = self._clock.monotonic() + self._settings.recovery
        if self._opened:
            self._opened(self._clock.now() + timedelta(seconds=self._settings.recovery))

    def _succeeded(self, *, probe: bool) -> None:
        if not probe:
            # A straggler that began before the opening says nothing about the probes.
            self._failures = 0 if self._open_until is None else self._failures
            return
        self._successes += 1
        if self._successes >= self._settings.probes:
            self._open_until, self._failures, self._successes = None, 0, 0
