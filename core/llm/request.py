"""A Prompt as the body of a Messages request: the same bytes for the same prompt, always.

Whatever was sent stays a byte prefix of what is sent later (the prompt cache lives on it), so
nothing here depends on the time, on a counter or on later turns.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.domain.jsonvalue import Json
from core.llm.capability import Capability
from core.ports import Prompt, Turn

Effort = Literal["low", "medium", "high"]

_CACHE: Json = {"type": "ephemeral", "ttl": "1h"}
_ADAPTIVE_PURPOSES = frozenset({"grader"})
_SHARED_START = frozenset({"grader"})


@dataclass(frozen=True, slots=True)
class Voice:
    """How a model is asked, fixed at start: never changed inside an interview.

    `salt` hides people behind a hash in `metadata.user_id`; empty sends no id at all.
    """

    model: str
    capability: Capability
    effort: Effort = "low"
    salt: str = ""


def request_body(prompt: Prompt, voice: Voice) -> dict[str, Json]:
    """The keyword arguments of `messages.create`, in a fixed order."""
    can = voice.capability
    body: dict[str, Json] = {"model": voice.model, "max_tokens": prompt.max_tokens}
    if prompt.system:
        block: dict[str, Json] = {"type": "text", "text": prompt.system}
        body["system"] = (
            [{**block, "cache_control": _CACHE}] if can.cache_control else prompt.system
        )
    body["messages"] = _messages(prompt, can)
    if can.cache_control:
        body["cache_control"] = _CACHE
    body |= _thinking(prompt, can) | _output(prompt, voice)
    if can.user_id and voice.salt and (prompt.session or prompt.person):
        body["metadata"] = {"user_id": _pseudonym(prompt, voice.salt)}
    return body


def request_size(prompt: Prompt, voice: Voice) -> int:
    """UTF-8 bytes of the request as JSON."""
    return len(json.dumps(request_body(prompt, voice), ensure_ascii=False).encode(errors="replace"))


def _messages(prompt: Prompt, can: Capability) -> list[Json]:
    messages: list[Json] = []
    for turn in prompt.turns:
        messages += _turn(turn, mid_system=can.mid_system)
    if prompt.purpose in _SHARED_START and can.cache_control:
        _cache_first(messages)
    tail = _tail(prompt, can)
    if tail:
        _append_note(messages, tail, mid_system=can.mid_system)
    return messages


def _cache_first(messages: list[Json]) -> None:
    """The first text is the same for several requests whose rest differs."""
    first = messages[0] if messages else None
    if isinstance(first, dict) and isinstance(first["content"], list):
        block = first["content"][0]
        if isinstance(block, dict):
            block["cache_control"] = _CACHE


def _turn(turn: Turn, *, mid_system: bool) -> list[Json]:
    message: Json = {"role": turn.role, "content": [_text(turn.text)]}
    messages: list[Json] = [message]
    if turn.note:
        _append_note(messages, turn.note, mid_system=mid_system)
    return messages


def _append_note(messages: list[Json], note: str, *, mid_system: bool) -> None:
    last = messages[-1] if messages else None
    if mid_system and messages:
        messages.append({"role": "system", "content": [_text(note)]})
    elif isinstance(last, dict) and last["role"] == "user" and isinstance(last["content"], list):
        last["content"].append(_text(_tagged(note)))
    else:
        messages.append({"role": "user", "content": [_text(_tagged(note))]})


def _tail(prompt: Prompt, can: Capability) -> str:
    parts = [prompt.correction]
    if prompt.schema and not can.structured_outputs:
        parts.append(f"Answer with JSON only, nothing before or after it: {prompt.schema}")
    return "\n".join(part for part in parts if part)


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _tagged(note: str) -> str:
    return f"<note>\n{note}\n</note>"


def _thinking(prompt: Prompt, can: Capability) -> dict[str, Json]:
    if prompt.purpose in _ADAPTIVE_PURPOSES and can.adaptive_thinking:
        return {"thinking": {"type": "adaptive"}}
    return {"thinking": {"type": can.thinking_off}} if can.thinking_off else {}


def _output(prompt: Prompt, voice: Voice) -> dict[str, Json]:
    output: dict[str, Json] = {}
    if voice.capability.effort:
        output["effort"] = voice.effort
    if prompt.schema and voice.capability.structured_outputs:
        schema: Mapping[str, Json] = json.loads(prompt.schema)
        output["format"] = {"type": "json_schema", "schema": dict(schema)}
    return {"output_config": output} if output else {}


def _pseudonym(prompt: Prompt, salt: str) -> str:
    who = f"{prompt.tenant}\x1f{prompt.person}\x1f{prompt.session}"
    return hashlib.blake2b(who.encode(), key=salt.encode()[:64], digest_size=16).hexdigest()
