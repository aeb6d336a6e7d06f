"""Every way in which the SDK and its transport fail, mapped to one ModelError each."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import anthropic
import httpx2

from core.errors import ModelError, ModelFault
from core.llm.wirefaults import wire_fault

# All that an attempt may raise; ValueError holds JSON, Unicode and pydantic errors.
CATCHABLE = (
    anthropic.AnthropicError,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    OSError,
    ValueError,
)
_UNSENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
    httpx2.InvalidURL,
    httpx2.LocalProtocolError,
)
# A 408 or 5xx without the provider's envelope may come from a proxy after the work was done.
_REFUSED_BY_ANYONE = frozenset(range(400, 500)) - {408, 499}
_TOO_LONG_MARKS = ("prompt is too long", "maximum context length", "context window")


def model_error(error: BaseException) -> ModelError:
    """Map one of CATCHABLE; raise TypeError for anything else, which is a bug of ours."""
    if isinstance(error, ModelError):
        return error
    if isinstance(error, anthropic.AnthropicError):
        return _sdk_error(error)
    if isinstance(error, httpx2.TimeoutException):
        return ModelError(ModelFault.TIMEOUT, type(error).__name__)
    if isinstance(error, httpx2.DecodingError | ValueError):
        return ModelError(ModelFault.MALFORMED, type(error).__name__)
    if isinstance(error, CATCHABLE):
        return ModelError(ModelFault.CONNECTION, type(error).__name__)
    raise TypeError(f"not a fault of a model call: {type(error).__name__}") from error


def was_sent(error: BaseException) -> bool:
    """Whether the request may have reached the server; only a clear no is a no."""
    cause = error.__cause__ if isinstance(error, anthropic.APIConnectionError) else error
    return not isinstance(cause, _UNSENT)


def was_refused_unworked(error: BaseException) -> bool:
    """Whether the provider itself said no before any work, so that nothing is billed."""
    if not isinstance(error, anthropic.APIStatusError):
        return False
    said_by_provider = error.type is not None and error.status_code != HTTPStatus.OK
    return said_by_provider or error.status_code in _REFUSED_BY_ANYONE


def _sdk_error(error: anthropic.AnthropicError) -> ModelError:
    if isinstance(error, anthropic.APIStatusError):
        return _status_error(error)
    if isinstance(error, anthropic.APITimeoutError):
        return ModelError(ModelFault.TIMEOUT, type(error).__name__)
    if isinstance(error, anthropic.APIConnectionError):
        cause = type(error.__cause__ or error).__name__
        return ModelError(ModelFault.CONNECTION, cause)
    if isinstance(error, anthropic.CredentialsError):
        return ModelError(ModelFault.AUTH, type(error).__name__)
    return ModelError(ModelFault.MALFORMED, type(error).__name__)


def _status_error(error: anthropic.APIStatusError) -> ModelError:
    fault = wire_fault(error.status_code, error.type, error.error_code)
    if fault is ModelFault.BAD_REQUEST and _says_too_long(error):
        fault = ModelFault.TOO_LONG
    detail = " ".join(
        str(part) for part in (error.status_code, error.type, error.error_code) if part
    )
    return ModelError(fault, detail, retry_after=retry_after(error.response))


def _says_too_long(error: anthropic.APIStatusError) -> bool:
    # The one place where a message is read: no type or code names this on the live API
    # (unverified), and a miss only turns "too long" into "bad request".
    return any(mark in (error.api_message or "").lower() for mark in _TOO_LONG_MARKS)


def retry_after(response: httpx2.Response) -> float | None:
    """Seconds that the server asks to wait: `retry-after-ms` first, then seconds, then a date."""
    exact = _number(response.headers.get("retry-after-ms"))
    if exact is not None:
        return exact / 1000
    text = response.headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    until, now = _date(text), _date(response.headers.get("date"))
    # Both ends are the server's clock: ours may be wrong.
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return max(0.0, value) if math.isfinite(value) else None


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
