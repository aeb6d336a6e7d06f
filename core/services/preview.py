"""What the model would read of a client, and apart from it every fact with its gate."""

from dataclasses import dataclass

from core.domain.gate import After, Asked, Gate
from core.domain.profile import ClientProfile, Fact
from core.language import _
from core.prompts.client import RENDERER, RENDERERS, view_of


@dataclass(frozen=True, slots=True)
class Preview:
    """`prompt` is what is sent before the first word; no fact can be in it.

    `early` are facts that a first question may bring, `locked` those that must be earned.
    """

    prompt: str
    early: tuple[Fact, ...]
    locked: tuple[Fact, ...]


def preview(profile: ClientProfile) -> Preview:
    """The same profile gives the same bytes."""
    early = tuple(fact for fact in profile.facts if is_early(profile, fact))
    locked = tuple(fact for fact in profile.facts if fact not in early)
    return Preview(RENDERERS[RENDERER].system(view_of(profile)), early, locked)


def is_early(profile: ClientProfile, fact: Fact) -> bool:
    """Whether nothing but a question about it stands before the fact."""
    free = Gate(fact.gate.openness, asked=fact.gate.asked, min_session=fact.gate.min_session)
    low = fact.gate.openness <= profile.dynamics.baseline and fact.gate.min_session < 2  # noqa: PLR2004 - a later interview
    return low and not fact.risk and fact.gate == free


def gate_words(fact: Fact) -> str:
    """The gate as a teacher reads it."""
    gate = fact.gate
    words = [_("openness {n}").format(n=gate.openness)]
    if fact.risk:
        words.append(_("only when asked directly and calmly, from {n}").format(n=gate.direct_bar))
    if gate.needs:
        words.append(_("after {facts}").format(facts=", ".join(gate.needs)))
    words += [word for word in (asked_words(gate.asked), after_words(gate.after)) if word]
    if gate.min_turn:
        words.append(_("from turn {n} on").format(n=gate.min_turn))
    if gate.min_session > 1:
        words.append(_("from interview {n} on").format(n=gate.min_session))
    return "; ".join(words)


def asked_words(asked: Asked) -> str:
    """How the topic must be raised."""
    texts = {
        Asked.OPEN: _("with an open question"),
        Asked.DIRECT: _("when asked for it by name"),
    }
    return texts.get(asked, "")


def after_words(after: After) -> str:
    """What must have come before."""
    texts = {
        After.REFLECTION: _("after a reflection"),
        After.EMPATHY: _("after empathy"),
        After.PERMISSION: _("after asking permission"),
    }
    return texts.get(after, "")


def as_text(profile: ClientProfile) -> str:
    """Everything as one file, the prompt first and the facts apart."""
    seen = preview(profile)
    parts = [
        f"# {profile.identity.name}, {_('version {n}').format(n=profile.version)}",
        f"## {_('What the model reads before the first word')}\n\n{seen.prompt}",
        f"## {_('First lines, word for word')}\n\n" + "\n".join(f"- {x}" for x in profile.opening),
        f"## {_('Facts that a first question may bring')}\n\n{fact_lines(seen.early)}",
        f"## {_('Locked facts: in no prompt until they are earned')}\n\n{fact_lines(seen.locked)}",
    ]
    return "\n\n".join(parts) + "\n"


def fact_lines(facts: tuple[Fact, ...]) -> str:
    """Each fact with its gate and what is said once it is open."""
    return (
        "\n".join(f"- **{one.title}** ({gate_words(one)}): {one.open.gist}" for one in facts) or "–"
    )
