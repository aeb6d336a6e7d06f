"""Whether a request is Slack's: every doubt is a no."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

from core.ports import Clock

WINDOW_SECONDS = 300
LONGEST = 20


def verified(secret: str, headers: Mapping[str, str], body: bytes, clock: Clock) -> bool:
    """Slack's v0 signature over timestamp and body, at most five minutes old; never raises."""
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    given = headers.get("X-Slack-Signature", "")
    if not secret or not stamp.isascii() or not stamp.isdigit() or len(stamp) > LONGEST:
        return False
    if abs(clock.now().timestamp() - int(stamp)) > WINDOW_SECONDS:
        return False
    base = b"v0:" + stamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(secret.encode(), base, sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "surrogateescape"))
