"""Openness arithmetic in integers (permille): decay, gains, losses, bands."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.profile import ClientProfile, Weights
from core.simulation.signals import Signal, Signals
from core.simulation.state import TOP, Band, Counts

GAIN_CAP = 160
BAND_WIDTH = 200
BAND_STICK = 20
CLOSED_MOST = 2
RESISTANCE_STEPS = 4
_GAINS = {
    kind: kind.value
    for kind in (
        Signal.REFLECT,
        Signal.EMPATHY,
        Signal.AFFIRM,
        Signal.SUMMARY,
        Signal.PERMISSION,
    )
}
_LOSSES = {kind: kind.value for kind in (Signal.CONFRONT, Signal.REASSURE, Signal.BARRAGE)}
_BANDS = tuple(Band)


@dataclass(frozen=True, slots=True)
class Context:
    """Signals that need the turns before."""

    repair: bool = False
    repeat: bool = False
    missed: bool = False
    press: bool = False

    def names(self) -> tuple[str, ...]:
        named = (("repair", self.repair), ("repeat", self.repeat))
        more = (("missed", self.missed), ("press", self.press))
        return tuple(name for name, true in (*named, *more) if true)


@dataclass(frozen=True, slots=True)
class Movement:
    """One turn's change; `gains` and `losses` by cause, before cap, slope and resistance."""

    before: int
    decay: int
    gains: Counts
    losses: Counts
    gain: int
    loss: int
    after: int


def move(profile: ClientProfile, before: int, signals: Signals, context: Context) -> Movement:
    decay = _decayed(profile, before)
    odd = signals.has(Signal.INJECT) or signals.has(Signal.ASSIST)
    gains = () if odd else _gains(profile.dynamics.weights, signals, context)
    losses = () if odd else _losses(profile.dynamics.weights, signals, context)
    gain = _sloped(sum(earned for _, earned in gains), before)
    loss = _total_loss(profile, losses)
    after = min(max(before + decay + gain - loss, 0), TOP)
    return Movement(before, decay, gains, losses, gain, loss, after)


def _decayed(profile: ClientProfile, before: int) -> int:
    distance = (before - profile.dynamics.baseline) * profile.dynamics.decay
    return -truncated(distance, TOP)


def _gains(weights: Weights, signals: Signals, context: Context) -> Counts:
    if signals.has(Signal.CONFRONT) or signals.has(Signal.ABUSE) or context.repeat:
        return ()
    found = _weighed(_GAINS, weights, signals)
    if signals.has(Signal.EXPLORE):
        found.append(("why", weights.why) if signals.why else ("explore", weights.explore))
    if context.repair:
        found.append(("repair", weights.repair))
    return tuple(found)


def _losses(weights: Weights, signals: Signals, context: Context) -> Counts:
    if signals.has(Signal.ABUSE):
        return (("abuse", weights.abuse),)
    found = _weighed(_LOSSES, weights, signals)
    if is_uninvited(signals):
        found.append(("input", weights.input))
    if signals.has(Signal.CLOSED):
        found.append(("closed", weights.closed * min(max(signals.questions, 1), CLOSED_MOST)))
    if context.missed:
        found.append(("missed", weights.missed))
    if context.press:
        found.append(("press", weights.press))
    return tuple(found)


def _weighed(
    names: Mapping[Signal, str], weights: Weights, signals: Signals
) -> list[tuple[str, int]]:
    kinds = signals.kinds
    return [(name, int(getattr(weights, name))) for kind, name in names.items() if kind in kinds]


def is_uninvited(signals: Signals) -> bool:
    """Advice or information that nobody asked for and no permission was sought for."""
    return (
        signals.has(Signal.INPUT)
        and not signals.has(Signal.CONFRONT)
        and not signals.has(Signal.PERMISSION)
    )


def _sloped(earned: int, before: int) -> int:
    """The climb slows near the top: at 500 a fifth is lost."""
    return min(earned, GAIN_CAP) * (TOP - truncated(before * 4, 10)) // TOP


def _total_loss(profile: ClientProfile, losses: Counts) -> int:
    total = sum(cost for _, cost in losses)
    if any(cause == "abuse" for cause, _ in losses):
        return total
    return total * (RESISTANCE_STEPS + profile.resistance.quantity) // RESISTANCE_STEPS


def truncated(number: int, divisor: int) -> int:
    """Integer division towards zero."""
    return number // divisor if number >= 0 else -(-number // divisor)


def natural_band(openness: int) -> Band:
    return _BANDS[min(openness // BAND_WIDTH, len(_BANDS) - 1)]


def next_band(band: Band, openness: int) -> Band:
    """A band is left only by BAND_STICK beyond its edge, so that it does not flicker."""
    lower, upper = band.rank * BAND_WIDTH, (band.rank + 1) * BAND_WIDTH
    left = openness >= upper + BAND_STICK or openness <= lower - BAND_STICK
    return natural_band(openness) if left else band
