"""Calls of Slack's Web API: one shared session, no retries of the library's, faults as ours."""

import json
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from core.errors import SendError, SendLaterError, SendRefusedError, SendUnknownError

LATER, PAUSED, LONGEST, NOT_SERVED = 1.0, 300.0, 3_600.0, 300.0
TOKEN_FAULTS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "no_permission",
        "not_allowed_token_type",
    }
)
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "unknown_error"})
NOT_DONE = frozenset({"service_unavailable", "team_added_to_org", "rate_limited", "ratelimited"})
# One with a level of its own: the library writes each request out as text for one that has none.
LOG = logging.getLogger("slack_sdk")
OK, TOO_MANY, SERVER_FAULT, MISSING_SCOPE = 200, 429, 500, "missing_scope"
# What a call can end with instead of an answer.
WIRE = (aiohttp.ClientError, TimeoutError, OSError, ValueError)


class TokenError(SendLaterError):
    """The workspace's token no longer works, or may not speak (`needed`); nothing was done."""

    def __init__(self, reason: str, needed: str = "") -> None:
        super().__init__(f"{reason} {needed}".strip(), PAUSED)
        self.reason = reason
        self.needed = needed


class SlackRefusedError(SendRefusedError):
    """Slack said no; `code` is its word for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ScopeError(SlackRefusedError):
    """The workspace has not given the app a permission that this call needs; nothing was done."""

    def __init__(self, needed: str) -> None:
        super().__init__(MISSING_SCOPE)
        self.needed = needed

    def __str__(self) -> str:
        return (
            f"the app lacks the permission {self.needed} here; an administrator of this workspace "
            "can give it by installing the app again"
        )


@dataclass(slots=True)
class Gate:
    """Shut when the app was removed from a workspace: what is under way calls no more."""

    open: bool = True


class Client(AsyncWebClient):
    """Slack's client behind a gate; it never sends twice by itself."""

    def __init__(
        self,
        token: str,
        base_url: str,
        session: aiohttp.ClientSession | None,
        gate: Gate,
        handlers: tuple[AsyncRetryHandler, ...] = (),
    ) -> None:
        super().__init__(
            token=token,
            base_url=base_url,
            session=session,
            retry_handlers=list(handlers),
            logger=LOG,
        )
        self.gate = gate
        self._posting = {
            **self.headers,
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json;charset=utf-8",
        }

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the library's
        """One call; SendLaterError once the gate is shut."""
        self.check()
        return await super().api_call(api_method, **options)

    async def post(self, api_method: str, body: dict[str, Any]) -> dict[str, Any]:
        """The same with JSON, without what the library works out anew for every call."""
        session = self.session
        if session is None or session.closed or self.proxy or self.retry_handlers:
            return await call(self.api_call(api_method, json=body))
        self.check()
        url = f"{self.base_url}{api_method}"
        try:
            async with session.post(url, json=body, headers=self._posting) as answer:
                data = object_in(await answer.read())
        except WIRE as error:
            raise lost(error) from error
        if answer.status == OK and data.get("ok"):
            return data
        raise refused(answer.status, answer.headers, data)

    def check(self) -> None:
        """Raise SendLaterError once the gate is shut."""
        if not self.gate.open:
            raise SendLaterError("the app is not installed there", NOT_SERVED)

    def anew(self, *handlers: AsyncRetryHandler, gate: Gate | None = None) -> "Client":
        """The same client with other handlers, or behind a gate of its own."""
        token = self.token or ""
        return Client(token, self.base_url, self.session, gate or self.gate, handlers)


def object_in(raw: bytes) -> dict[str, Any]:
    """The JSON object of an answer; an empty one for anything else."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def make_client(token: str, base_url: str, session: aiohttp.ClientSession | None) -> Client:
    """A client behind a gate of its own."""
    return Client(token, base_url, session, Gate())


async def call(request: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """Make one call; a SendError says whether it was certainly not, never, or perhaps done."""
    data = (await answered(request)).data
    return data if isinstance(data, dict) else {}


async def answered(request: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The same with the answer's headers."""
    try:
        return await request
    except SlackApiError as error:
        raise fault_of(error) from error
    except WIRE as error:
        raise lost(error) from error


def lost(error: Exception) -> SendError:
    """No answer: nothing was done where there was no connection, else nobody knows."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return SendLaterError("Slack cannot be reached", LATER)
    return SendUnknownError(type(error).__name__)


def fault_of(error: SlackApiError) -> SendError:
    """Slack's no as one of ours."""
    response = error.response
    status = getattr(response, "status_code", getattr(response, "status", 0))
    data = getattr(response, "data", None)
    headers = getattr(response, "headers", {})
    return refused(status, headers, data if isinstance(data, dict) else {})


def refused(status: int, headers: Mapping[str, str], data: dict[str, Any]) -> SendError:
    """Any answer that is no yes."""
    if status == TOO_MANY:
        return SendLaterError("rate limited", retry_after(headers.get("Retry-After", "")))
    return said_no(status, data)


def said_no(status: int, data: dict[str, Any]) -> SendError:
    """An answer with `ok: false`, or one that is none."""
    code = str(data.get("error", ""))
    if code in TOKEN_FAULTS:
        return TokenError(code, str(data.get("needed", "")))
    if code == MISSING_SCOPE:
        return ScopeError(str(data.get("needed", "")) or "?")
    if code in NOT_DONE:
        return SendLaterError(code, LATER)
    if status >= SERVER_FAULT or code in UNSURE or not code:
        return SendUnknownError(code or f"status {status}")
    return SlackRefusedError(code)


def retry_after(value: str) -> float:
    """Seconds to wait, within reason."""
    try:
        return min(max(float(value), LATER), LONGEST)
    except ValueError:
        return LATER
