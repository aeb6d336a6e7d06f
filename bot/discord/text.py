"""Untrusted text made inert for Discord's markdown, and Discord's numbers as ours."""

import re

BROKEN = re.compile("[\x00\ud800-\udfff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
MARKS = re.compile(r"([\\*_~>#\-\[\]()|`])")
EVERYBODY = re.compile(r"@(?=everyone|here)")
SCHEME = re.compile(r"(?<=[a-zA-Z0-9+.\-])://")
HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}\.[a-zA-Z]{2,24}\b")
# Whatever has none of these stays as it is: plain sentences in Latin letters.
SPECIAL = re.compile(r"[^A-Za-z0-9 ,;?!'\"\n.]|\w\.\w")
JOINER, GAP = "\u2060", "\u200b"
EPOCH_MS, SHIFT = 1_420_070_400_000, 22


def clean(text: str) -> str:
    """One kind of line end; what no database or encoder can hold becomes U+FFFD."""
    return BROKEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def inert(text: str) -> str:
    """Text that shows as typed: no mention, no link, no markdown, no direction tricks."""
    return made_inert(text) if SPECIAL.search(text) else text


def made_inert(text: str) -> str:
    """The slow way, which changes nothing where nothing is special."""
    shown = HOST.sub(lambda match: match[0].replace(".", f"{JOINER}."), defused(text))
    return MARKS.sub(r"\\\1", shown)


def defused(text: str) -> str:
    """For code blocks, where only mentions and links must be stopped."""
    shown = BIDI.sub("", clean(text))
    shown = SCHEME.sub(f"://{JOINER}", shown).replace("<", f"<{GAP}")
    return EVERYBODY.sub(f"@{GAP}", shown)


def plain(text: str, limit: int) -> str:
    """For labels and titles, which Discord does not parse; never empty, never too long."""
    shown = " ".join(BIDI.sub("", clean(text)).split())
    return (shown[: limit - 1] + "…" if len(shown) > limit else shown) or "…"


def at_ms(snowflake: str) -> int:
    """When Discord made the id, milliseconds UTC."""
    return (int(snowflake) >> SHIFT) + EPOCH_MS
