"""What an endpoint with a model can do, and until when a model lives: data, one table each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from core.errors import CoreError

ANTHROPIC_HOST = "api.anthropic.com"


class ModelSettingError(CoreError):
    """A model setting that cannot work; the message names the setting and the fix."""


@dataclass(frozen=True, slots=True)
class Capability:
    """What may be put into a request; `min_cache` in tokens, 0 when nothing is cached.

    `thinking_off` is the `thinking.type` that switches it off, None when it must not be sent.
    """

    mid_system: bool = False
    cache_control: bool = False
    thinking_off: Literal["disabled", "between_tools"] | None = None
    adaptive_thinking: bool = False
    effort: bool = False
    structured_outputs: bool = False
    count_tokens: bool = False
    user_id: bool = False
    min_cache: int = 0


PLAIN = Capability()
_FULL = Capability(
    mid_system=True,
    cache_control=True,
    adaptive_thinking=True,
    effort=True,
    structured_outputs=True,
    count_tokens=True,
    user_id=True,
    min_cache=512,
)
# Rows for which the reference names no thinking or effort send neither.
_CAUTIOUS = replace(_FULL, adaptive_thinking=False, effort=False, min_cache=1024)
_OLDER = replace(_CAUTIOUS, mid_system=False)

CAPABILITIES: Mapping[str, Capability] = MappingProxyType(
    {
        "claude-haiku-5-5": replace(_FULL, thinking_off="disabled"),
        "claude-sonnet-5-5": replace(_FULL, thinking_off="between_tools"),
        "claude-opus-5-5": _FULL,
        "claude-fable-5-1": _FULL,
        "claude-fable-5-2": replace(_CAUTIOUS, mid_system=False),
        "claude-sonnet-5": _CAUTIOUS,
        "claude-opus-5": replace(_CAUTIOUS, min_cache=512),
        "claude-opus-4-8": _CAUTIOUS,
        "claude-sonnet-4-6": _OLDER,
        "claude-sonnet-4-5": _OLDER,
        "claude-haiku-4-5": replace(_OLDER, min_cache=4096),
    }
)

# Holds all of the SDK's own table (a test compares), so that reading it does not load the SDK; and
# what the SDK has dropped from there since, because a retired model stays retired.
RETIREMENTS: Mapping[str, date] = MappingProxyType(
    {
        "claude-1.3": date(2024, 11, 6),
        "claude-1.3-100k": date(2024, 11, 6),
        "claude-instant-1.1": date(2024, 11, 6),
        "claude-instant-1.1-100k": date(2024, 11, 6),
        "claude-instant-1.2": date(2024, 11, 6),
        "claude-2.0": date(2025, 7, 21),
        "claude-2.1": date(2025, 7, 21),
        "claude-3-sonnet-20240229": date(2025, 7, 21),
        "claude-3-opus-20240229": date(2026, 1, 5),
        "claude-3-7-sonnet-latest": date(2026, 2, 19),
        "claude-3-7-sonnet-20250219": date(2026, 2, 19),
        "claude-3-5-haiku-latest": date(2026, 2, 19),
        "claude-3-5-haiku-20241022": date(2026, 2, 19),
        "claude-opus-4-0": date(2026, 6, 15),
        "claude-opus-4-20250514": date(2026, 6, 15),
        "claude-sonnet-4-0": date(2026, 6, 15),
        "claude-sonnet-4-20250514": date(2026, 6, 15),
        "claude-mythos-preview": date(2026, 6, 30),
        "claude-sonnet-4-5": date(2026, 11, 30),
        "claude-sonnet-4-5-20250929": date(2026, 11, 30),
        "claude-opus-4-5": date(2027, 1, 22),
        "claude-opus-4-5-20251101": date(2027, 1, 22),
    }
)
_SUCCESSOR = "claude-sonnet-5-5"


def is_anthropic(base_url: str) -> bool:
    return urlsplit(base_url).hostname == ANTHROPIC_HOST


def base_id(model: str) -> str:
    """The id without a dated suffix: `claude-haiku-4-5-20251001` is `claude-haiku-4-5`."""
    head, _, tail = model.rpartition("-")
    return head if head and len(tail) == len("20251001") and tail.isdecimal() else model


def find_capability(base_url: str, model: str, behaves_like: str = "") -> Capability:
    """Look up the record; other hosts are plain unless the operator says what they behave like.

    Raises ModelSettingError for a model that Anthropic's host is not known to have.
    """
    known = behaves_like or (model if is_anthropic(base_url) else "")
    if not known:
        return PLAIN
    found = CAPABILITIES.get(base_id(known))
    if found is None:
        raise ModelSettingError(
            f"ANTHROPIC_MODEL={known} is not in the capability table. Use one of "
            f"{', '.join(sorted(CAPABILITIES))}, or give it a row with behaves_like in MODEL_FILE."
        )
    return found


def check_retirement(model: str, today: date) -> str:
    """One sentence when the model is near its end, else empty.

    Raises ModelSettingError once it is past.
    """
    end = RETIREMENTS.get(model) or RETIREMENTS.get(base_id(model))
    if end is None:
        return ""
    if end <= today:
        raise ModelSettingError(
            f"ANTHROPIC_MODEL={model} was retired on {end}. Set ANTHROPIC_MODEL={_SUCCESSOR}."
        )
    left = (end - today) // timedelta(days=1)
    return f"ANTHROPIC_MODEL={model} retires on {end}, in {left} days. Plan for {_SUCCESSOR}."
