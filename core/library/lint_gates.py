"""Lints about gates and safety: can every fact be earned, is there something to give early."""

from collections.abc import Iterator

from core.domain.gate import RESISTED_SURCHARGE
from core.domain.profile import ClientProfile, Fact, needed
from core.domain.stems import fold, overlap
from core.library.finding import Finding

TOP = 1000
GAIN_CAP = 160
LONGEST = 200
EARNING = ("explore", "reflect", "empathy", "affirm", "summary", "permission", "repair")
EARLY = 100
HIGHEST = 760
HIGHEST_BAR = 860
FIRST_TIER = range(301)
SECOND_TIER = range(350, 551)
USUAL_DIRECT = range(350, 451)
USUAL_OPENNESS = range(500, 651)


def bar(profile: ClientProfile, fact: Fact) -> int:
    """Openness a fact needs, with the surcharge for what the client resists."""
    stems = [fold(stem) for stem in profile.resistance.content]
    resisted = any(overlap(stem, fold(topic)) for stem in stems for topic in fact.topics)
    return fact.gate.openness + (RESISTED_SURCHARGE if resisted else 0)


def nothing_early(profile: ClientProfile) -> Iterator[Finding]:
    limit = profile.dynamics.baseline + EARLY
    early = [fact for fact in profile.facts if not fact.gate.needs and not fact.risk]
    count = sum(bar(profile, fact) <= limit for fact in early)
    if count == 0:
        yield Finding(("facts",), f"no fact opens at {limit} or below: nothing to give early")
    elif count == 1:
        yield Finding(("facts",), f"only one fact opens at {limit} or below", blocking=False)


def ceiling(profile: ClientProfile) -> int:
    """The openness at which even the best turns earn no more than is lost again."""
    dynamics, weights = profile.dynamics, profile.dynamics.weights
    best = min(sum(getattr(weights, name) for name in EARNING), GAIN_CAP)
    openness = dynamics.baseline
    for _turn in range(LONGEST):
        gain = best * (TOP - openness * 4 // 10) // TOP
        decay = (openness - dynamics.baseline) * dynamics.decay // TOP
        openness = min(max(openness + gain - decay, 0), TOP)
    return openness


def never_opens(profile: ClientProfile) -> Iterator[Finding]:
    """A gate that no student can open, with the reason; who needs that fact is named as well."""
    top = ceiling(profile)
    reasons: dict[str, str] = {}
    for fact in profile.facts:
        needed_bar = fact.gate.direct_bar if fact.risk else bar(profile, fact)
        if needed_bar > top:
            reasons[fact.id] = (
                f"asks for openness {needed_bar}, and with this client's dynamics it never rises "
                f"above {top}"
            )
    for number, fact in enumerate(profile.facts):
        path = ("facts", number, "gate")
        if fact.id in reasons:
            yield Finding(path, f"this gate can never open: {reasons[fact.id]}", fact=fact.id)
            continue
        shut = sorted(needed(profile.facts, fact.id) & reasons.keys())
        if shut:
            message = f"this gate can never open: it needs {', '.join(shut)}, which never opens"
            yield Finding(path, message, fact=fact.id)


def contradictory_bars(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        if fact.gate.direct is not None and fact.gate.direct > fact.gate.openness:
            message = f"direct {fact.gate.direct} is above openness {fact.gate.openness}"
            yield Finding(("facts", number, "gate", "direct"), message, fact=fact.id)


def out_of_reach(profile: ClientProfile) -> Iterator[Finding]:
    for number, fact in enumerate(profile.facts):
        path = ("facts", number, "gate", "openness")
        if fact.gate.openness > HIGHEST or bar(profile, fact) > HIGHEST_BAR:
            message = f"bar {bar(profile, fact)} is hardly reached in one interview"
            yield Finding(path, message, blocking=False, fact=fact.id)


def thin_tiers(profile: ClientProfile) -> Iterator[Finding]:
    bars = [fact.gate.openness for fact in profile.facts]
    for tier, name in ((FIRST_TIER, "first"), (SECOND_TIER, "second")):
        count = sum(openness in tier for openness in bars)
        if count < 3:  # noqa: PLR2004 - about four are asked for
            yield Finding(("facts",), f"{name} tier has {count} facts", blocking=False)
    locked = sum(openness >= 200 for openness in bars)  # noqa: PLR2004 - the house's own bar
    if len(bars) < 12 or locked < 10:  # noqa: PLR2004 - same
        message = f"{len(bars)} facts, {locked} gated at 200 or more; shipped: 12 and 10"
        yield Finding(("facts",), message, blocking=False)


def risk_facts(profile: ClientProfile) -> Iterator[Finding]:
    found = [(number, fact) for number, fact in enumerate(profile.facts) if fact.risk]
    if not found:
        yield Finding(("facts",), "no risk fact", blocking=False)
        return
    if not profile.safety.opt_in:
        yield Finding(("safety", "opt_in"), "a risk fact needs opt_in: true")
    if not profile.content_warnings:
        yield Finding(("content_warnings",), "a risk fact needs a content warning")
    for number, fact in found:
        yield from unusual_risk(number, fact)


def unusual_risk(number: int, fact: Fact) -> Iterator[Finding]:
    gate = fact.gate
    if not fact.tender:
        message = "a risk fact is tender"
        yield Finding(("facts", number, "tender"), message, blocking=False, fact=fact.id)
    if gate.direct_bar not in USUAL_DIRECT or gate.openness not in USUAL_OPENNESS:
        message = "usual for a risk fact: direct 350-450, openness 500-650"
        yield Finding(("facts", number, "gate"), message, blocking=False, fact=fact.id)
