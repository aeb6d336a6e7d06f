"""Slack's text to ours and ours to Slack's: entities out, control sequences never in."""

import re

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'"})
BROKEN = re.compile("[\x00\ud800-\udfff]")
MARKED = re.compile(r"<([^<>]{1,3000})>")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
HOST = re.compile(r"(?<=\w)\.(?=\w)")
# Every repetition is bounded: without that, a hundred thousand letters take minutes.
LINK = re.compile(
    r"(?:[a-zA-Z0-9+.-]{1,40}://|www\.|mailto:)\S+|[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}/\S*"
)
BARE = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}\.[a-zA-Z]{2,24}\b")
# Whatever has none of these needs no look of the slower kind.
HARMFUL = re.compile("[\x00\r\ud800-\udfff\u202a-\u202e\u2066-\u2069]|://|mailto:|\\w\\.\\w")
JOINER = "\u2060"


def clean(text: str) -> str:
    """One kind of line end; what no database or encoder can hold becomes U+FFFD."""
    return BROKEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str) -> str:
    """What the person saw when they typed it: no entities, no angle brackets of Slack's."""
    bare = MARKED.sub(lambda match: _shown(match[1]), clean(text))
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(inner: str) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return f"@{label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or target


def straight(text: str) -> str:
    """Phones write curly quotes; commands are read with straight ones."""
    return text.translate(QUOTES)


def escaped(text: str) -> str:
    """For the fields that Slack parses: afterwards no control sequence is left."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """Untrusted text as it may be shown: no direction tricks, no address that becomes a link."""
    return text if harmless(text) or HARMFUL.search(text) is None else made_inert(text)


def made_inert(text: str) -> str:
    """The slow way, which changes nothing where nothing is harmful."""
    return BARE.sub(_defuse, LINK.sub(_defuse, BIDI.sub("", clean(text))))


def harmless(text: str) -> bool:
    """Plain prose at one glance: no sign in it with which anything of the kind begins."""
    if not text.isascii() or "://" in text or "mailto:" in text or "\r" in text or "\x00" in text:
        return False
    return "." not in text.replace(". ", " ").rstrip(".")


def _defuse(match: re.Match[str]) -> str:
    text = match[0].replace("://", f"://{JOINER}").replace("mailto:", f"mailto:{JOINER}")
    return HOST.sub(f"{JOINER}.", text)


def at_ms(ts: str) -> int:
    """Slack's timestamp as milliseconds UTC."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1000 + int(fraction[:3].ljust(3, "0"))
