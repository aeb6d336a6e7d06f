"""The client profile: everything an author has decided about one simulated person."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.gate import Gate


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Mandate(StrEnum):
    VOLUNTARY = "voluntary"
    REFERRED = "referred"
    COURT = "court"


class Style(StrEnum):
    """How the client talks; six styles after PATIENT-Ψ."""

    PLAIN = "plain"
    VERBOSE = "verbose"
    TANGENT = "tangent"
    UPSET = "upset"
    RESERVED = "reserved"
    PLEASING = "pleasing"


class Stage(StrEnum):
    """Readiness to change, in the order in which a person moves."""

    PRECONTEMPLATION = "precontemplation"
    CONTEMPLATION = "contemplation"
    PREPARATION = "preparation"
    ACTION = "action"
    MAINTENANCE = "maintenance"


class ResistanceStyle(StrEnum):
    ARGUE = "argue"
    INTERRUPT = "interrupt"
    DENY = "deny"
    IGNORE = "ignore"
    WITHDRAW = "withdraw"
    AGREE_AND_DODGE = "agree-and-dodge"


class RiskLevel(StrEnum):
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Level(StrEnum):
    """How much of a fact is told."""

    COVER = "cover"
    HINT = "hint"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    pronouns: str
    age: int
    gender: str
    ethnicity: str
    household: str
    occupation: str
    background: str


@dataclass(frozen=True, slots=True)
class Setting:
    agency: str
    referral: str
    mandate: Mandate


@dataclass(frozen=True, slots=True)
class Voice:
    """`chars_target` is the usual length of a reply in characters, least and most."""

    style: Style
    traits: tuple[str, ...]
    communication_style: str
    quirks: tuple[str, ...]
    sentences_max: int
    chars_target: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChangeStage:
    target: str
    value: Stage


@dataclass(frozen=True, slots=True)
class Resistance:
    quantity: int
    content: tuple[str, ...]
    style: ResistanceStyle


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal earns or costs, in permille of openness."""

    explore: int = 55
    why: int = 20
    reflect: int = 50
    empathy: int = 70
    affirm: int = 30
    summary: int = 40
    permission: int = 15
    repair: int = 40
    confront: int = 140
    input: int = 30
    reassure: int = 20
    barrage: int = 25
    closed: int = 8
    missed: int = 30
    press: int = 40
    abuse: int = 200


@dataclass(frozen=True, slots=True)
class Dynamics:
    """`baseline` in permille; `decay` and `carry` in permille of the distance to it."""

    baseline: int = 150
    decay: int = 10
    weights: Weights = Weights()
    carry: int = 600


@dataclass(frozen=True, slots=True)
class Telling:
    """One level of a fact: `gist` for the Actor, `lines` for the demo client."""

    gist: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    title: str
    topics: tuple[str, ...]
    gate: Gate
    risk: bool
    tender: bool
    weight: int
    secrets: tuple[str, ...]
    cover: Telling
    hint: Telling
    open: Telling
    elaborations: tuple[str, ...]

    def telling(self, level: Level) -> Telling:
        return {Level.COVER: self.cover, Level.HINT: self.hint, Level.OPEN: self.open}[level]


@dataclass(frozen=True, slots=True)
class DemoLines:
    """What the scripted client says when the action is not about one fact."""

    deflect: tuple[str, ...]
    bristle: tuple[str, ...]
    silence: tuple[str, ...]
    minimal: tuple[str, ...]
    follow: tuple[str, ...]
    lost: tuple[str, ...]
    sustain: tuple[str, ...]
    ambivalent: tuple[str, ...]
    change: tuple[str, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formulation:
    """The teacher's reasoning; it is in no prompt."""

    presenting: str
    predisposing: str
    precipitating: str
    perpetuating: str
    protective: str
    core_beliefs: tuple[str, ...]
    intermediate_beliefs: tuple[str, ...]
    coping: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What happened before the next interview; `shift` in permille of openness."""

    after_session: int
    text: str
    opens: tuple[str, ...]
    shift: int


@dataclass(frozen=True, slots=True)
class Safety:
    risk_level: RiskLevel
    opt_in: bool


@dataclass(frozen=True, slots=True)
class ClientProfile:
    """One version of a client; `extensions` is JSON text, `sha256` names the whole content."""

    id: str
    version: int
    status: Status
    language: str
    licence: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    difficulty: int
    brief: str
    objectives: tuple[str, ...]
    content_warnings: tuple[str, ...]
    identity: Identity
    setting: Setting
    presenting_problem: str
    opening: tuple[str, ...]
    voice: Voice
    bounds: tuple[str, ...]
    stage: ChangeStage
    resistance: Resistance
    dynamics: Dynamics
    facts: tuple[Fact, ...]
    demo: DemoLines
    formulation: Formulation
    between: tuple[Between, ...]
    safety: Safety
    extensions: str = "{}"
    schema_version: int = 1
    sha256: str = ""

    def __hash__(self) -> int:
        # Profiles are keys of per-turn caches: walking a thousand strings each time would cost
        # more than the turn.
        return hash((self.id, self.version, self.sha256))

    def find_fact(self, fact_id: str) -> Fact | None:
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        return None


def needed(facts: tuple[Fact, ...], fact_id: str) -> frozenset[str]:
    """Ids of all facts that must be open before this one, directly or through another."""
    by_id = {fact.id: fact for fact in facts}
    found: set[str] = set()
    todo = [fact_id]
    while todo:
        fact = by_id.get(todo.pop())
        new = [need for need in fact.gate.needs if need not in found] if fact else []
        found.update(new)
        todo.extend(new)
    return frozenset(found)
