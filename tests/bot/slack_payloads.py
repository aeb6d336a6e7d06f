"""Recorded payloads of Slack's, and ways to spoil them."""

import json
import random
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "payloads" / "slack"
EVENTS: dict[str, dict[str, Any]] = json.loads((FOLDER / "events.json").read_text())
INTERACTIONS: dict[str, dict[str, Any]] = json.loads((FOLDER / "interactions.json").read_text())
EVERYTHING = tuple({**EVENTS, **INTERACTIONS}.values())
SPOILT = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "\x00",
    "\ud800",
    "x" * 5_000,
    "U0:INES",
    [],
    [[]],
    [None],
    {},
    {"id": 5},
    {"id": "U1", "type": []},
)


def spoil(dice: random.Random) -> Any:
    """A payload with one to four faults in it: other types, lost or foreign fields."""
    body = json.loads(json.dumps(dice.choice(EVERYTHING)))
    for _ in range(dice.randint(1, 4)):
        spoil_once(dice, body)
    return body


def spoil_once(dice: random.Random, body: Any) -> None:
    """Walk down somewhere and break what is there."""
    node = body
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = dice.choice(keys)
        deeper = isinstance(node[key], dict | list) and node[key]
        if deeper and dice.random() < 0.7:
            node = node[key]
            continue
        if dice.random() < 0.3:
            del node[key]
        else:
            node[key] = json.loads(json.dumps(dice.choice(SPOILT)))
        return
