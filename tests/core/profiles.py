"""Client profiles for tests: one small sample, and generated ones full of canaries."""

import random
from collections.abc import Sequence

from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile
from core.library.loader import profile_from_data

DEMO_KEYS = "deflect bristle silence minimal follow lost sustain ambivalent change closing"
_WORDS = """
lamp river garden window bridge carpet engine silver kitchen pencil marble orchard blanket
candle harbour meadow ladder bucket timber saddle anchor velvet copper tunnel basket pillow
hammer castle violin desert ribbon planet helmet turtle pepper rocket tailor winter autumn
button cellar dragon eagle feather glacier hollow island jacket kettle lantern mirror needle
oyster parcel quarry rabbit salmon teapot umbrella valley walnut yogurt zipper barrel
"""
WORDS = _WORDS.split()
SURFACE = "name pronouns gender ethnicity household occupation background"
FIVE = "presenting predisposing precipitating perpetuating protective"


def fact_data(fact_id: str, topics: Sequence[str], openness: int, **more: Json) -> dict[str, Json]:
    """A fact whose every text names the fact and the level."""
    gate: dict[str, Json] = {"openness": openness}
    for key in ("needs", "asked", "after", "min_turn", "min_session", "direct"):
        if key in more:
            gate[key] = more.pop(key)
    levels: dict[str, Json] = {
        level: {
            "gist": f"{level} gist of {fact_id}",
            "lines": [f"{level} line {number} of {fact_id}." for number in range(2)],
        }
        for level in ("cover", "hint", "open")
    }
    return {
        "id": fact_id,
        "title": f"title of {fact_id}",
        "topics": list(topics),
        "gate": gate,
        "secrets": [f"secret-{fact_id}"],
        **levels,
        "elaborations": [f"elaboration {number} of {fact_id}." for number in range(2)],
        **more,
    }


def profile_data(facts: Sequence[Json], **more: Json) -> dict[str, Json]:
    identity: dict[str, Json] = {key: f"the {key}" for key in SURFACE.split()}
    formulation: dict[str, Json] = {key: f"the {key}" for key in FIVE.split()}
    return {
        "schema_version": 1,
        "id": "sample",
        "version": 1,
        "status": "published",
        "language": "en",
        "licence": "CC-BY-4.0",
        "authors": ["Test"],
        "tags": [],
        "difficulty": 2,
        "brief": "A person to practise with.",
        "objectives": ["Listen."],
        "content_warnings": ["Suicide is spoken of."],
        "identity": {**identity, "age": 40},
        "setting": {"agency": "A place", "referral": "A letter", "mandate": "voluntary"},
        "presenting_problem": "Things are a bit much.",
        "opening": ["Hello there.", "Good morning.", "So here I am."],
        "voice": {
            "style": "plain",
            "traits": ["dry", "warm"],
            "communication_style": "short",
            "quirks": [],
            "sentences_max": 3,
            "chars_target": [40, 160],
        },
        "bounds": [],
        "stage": {"target": "something", "value": "contemplation"},
        "resistance": {"quantity": 0, "content": [], "style": "argue"},
        "facts": list(facts),
        "demo": {key: [f"{key} line {n}." for n in range(5)] for key in DEMO_KEYS.split()},
        "formulation": {
            **formulation,
            "core_beliefs": [],
            "intermediate_beliefs": [],
            "coping": [],
        },
        "safety": {"risk_level": "moderate", "opt_in": True},
        **more,
    }


SAMPLE_FACTS = (
    fact_data("sleep", ["sleep", "night"], 150),
    fact_data("work", ["work", "boss"], 250),
    fact_data("drink", ["drink", "alcohol"], 500, needs=["sleep"], tender=True),
    fact_data("money", ["money", "debt"], 600, needs=["work"], asked="open", after="empathy"),
    fact_data("dark", ["suicid", "kill yourself"], 600, direct=400, risk=True, tender=True),
)


def sample(*facts: Json, **more: Json) -> ClientProfile:
    return profile_from_data(profile_data(facts or SAMPLE_FACTS, **more))


def generated(seed: int) -> ClientProfile:
    """A random client; every text is a canary `zq<n>x` that stands nowhere else."""
    rng = random.Random(seed)
    words = rng.sample(WORDS, 48)
    facts = [_random_fact(rng, number, words) for number in range(rng.randint(3, 12))]
    resistance: dict[str, Json] = {
        "quantity": rng.randint(0, 3),
        "content": list(rng.sample(words, 2)),
        "style": rng.choice(["argue", "deny", "withdraw"]),
    }
    stage = rng.choice(["precontemplation", "contemplation", "preparation", "action"])
    data = profile_data(
        facts,
        resistance=resistance,
        stage={"target": "zqstage", "value": stage},
        demo={key: [f"said {key} {n}." for n in range(3)] for key in DEMO_KEYS.split()},
    )
    return profile_from_data(_with_canaries(data))


def _random_fact(rng: random.Random, number: int, words: list[str]) -> Json:
    risk = rng.random() < 0.2
    own = words[number * 3 : number * 3 + 3]
    needs = [f"zqfact{n}x" for n in range(number) if rng.random() < 0.2]
    return fact_data(
        f"zqfact{number}x",
        ["suicid", "kill yourself", own[0]] if risk else own,
        rng.randrange(0, 700, 50),
        needs=list(needs),
        asked=rng.choice(["any", "any", "open", "direct"]),
        after=rng.choice(["none", "none", "reflection", "empathy", "permission"]),
        min_turn=rng.choice([0, 0, 5]),
        risk=risk,
        tender=risk or rng.random() < 0.5,
    )


def _with_canaries(data: dict[str, Json]) -> dict[str, Json]:
    count = iter(range(10**6))
    facts = data["facts"]
    assert isinstance(facts, list)
    for fact in facts:
        assert isinstance(fact, dict)
        fact["title"] = f"zq{next(count)}x"
        fact["elaborations"] = [f"zq{next(count)}x" for _ in range(3)]
        for level in ("cover", "hint", "open"):
            lines: list[Json] = [f"zq{next(count)}x" for _ in range(2)]
            fact[level] = {"gist": f"zq{next(count)}x", "lines": lines}
    data["formulation"] = {
        key: (f"zq{next(count)}x" if isinstance(value, str) else [f"zq{next(count)}x"])
        for key, value in dict(data["formulation"]).items()
    }
    return data
