"""Every error of the SDK and its transport has one meaning."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import anthropic
import httpx2
import pydantic
import pytest

from core.errors import ModelError, ModelFault
from core.llm.faults import CATCHABLE, model_error, retry_after, was_refused_unworked, was_sent
from core.llm.policy import POLICY
from core.llm.wirefaults import wire_fault

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/messages")


def subclasses(root: type[BaseException]) -> Iterator[type[BaseException]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


FAMILIES = (
    anthropic.AnthropicError,
    httpx2.HTTPError,
    httpx2.StreamError,
    httpx2.InvalidURL,
    json.JSONDecodeError,
    pydantic.ValidationError,
    UnicodeDecodeError,
    OSError,
)
EVERY_CLASS = sorted({c for root in FAMILIES for c in subclasses(root)}, key=str)


def response(status: int, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, request=REQUEST, headers=headers or {})


def blank(kind: type[BaseException]) -> BaseException:
    """An instance without running its constructor: the mapping may only look at the class."""
    if kind is pydantic.ValidationError:
        return pydantic.ValidationError.from_exception_data("no", [])
    error = kind.__new__(kind)
    if isinstance(error, anthropic.APIStatusError):
        status = getattr(kind, "status_code", 500)
        anthropic.APIStatusError.__init__(error, "no", response=response(status), body=None)
    return error


@pytest.mark.parametrize("kind", EVERY_CLASS, ids=lambda kind: kind.__qualname__)
def test_every_class_of_error_is_caught_and_mapped(kind: type[BaseException]) -> None:
    assert issubclass(kind, CATCHABLE)
    assert isinstance(model_error(blank(kind)), ModelError)


def test_the_walk_sees_the_whole_tree() -> None:
    assert len(EVERY_CLASS) > 60
    assert anthropic.OverloadedError in EVERY_CLASS
    assert httpx2.RemoteProtocolError in EVERY_CLASS


def test_an_error_that_is_a_bug_of_ours_is_not_mapped() -> None:
    with pytest.raises(TypeError, match="KeyError"):
        model_error(KeyError("x"))


def test_every_fault_has_a_policy_and_an_operator_text() -> None:
    assert set(POLICY) == set(ModelFault)
    assert all(policy.operator.endswith(".") for policy in POLICY.values())


@pytest.mark.parametrize(
    ("status", "kind", "code", "fault"),
    [
        (429, "rate_limit_error", None, ModelFault.RATE_LIMITED),
        (429, "rate_limit_error", "enforced_spend_limit_reached", ModelFault.BILLING),
        (402, "billing_error", None, ModelFault.BILLING),
        (529, None, None, ModelFault.OVERLOADED),
        (200, "overloaded_error", None, ModelFault.OVERLOADED),
        (200, "api_error", None, ModelFault.SERVER_ERROR),
        (200, None, None, ModelFault.SERVER_ERROR),
        (500, "api_error", None, ModelFault.SERVER_ERROR),
        (501, None, None, ModelFault.BAD_REQUEST),
        (502, None, None, ModelFault.SERVER_ERROR),
        (408, None, None, ModelFault.TIMEOUT),
        (409, "conflict_error", None, ModelFault.SERVER_ERROR),
        (413, None, None, ModelFault.TOO_LONG),
        (400, "context_length_exceeded", None, ModelFault.TOO_LONG),
        (400, "invalid_request_error", None, ModelFault.BAD_REQUEST),
        (301, None, None, ModelFault.BAD_REQUEST),
        (404, "not_found_error", None, ModelFault.BAD_REQUEST),
        (412, None, None, ModelFault.BAD_REQUEST),
        (422, None, None, ModelFault.BAD_REQUEST),
        (401, "authentication_error", None, ModelFault.AUTH),
        (403, None, None, ModelFault.AUTH),
    ],
)
def test_the_wire_names_the_fault(
    status: int, kind: str | None, code: str | None, fault: ModelFault
) -> None:
    assert wire_fault(status, kind, code) is fault


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "7", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
        ({"retry-after": "Fri, 20 Nov 2026 09:01:00 GMT"}, None),
    ],
)
def test_the_wait_that_the_server_asks_for_is_read(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(response(429, headers)) == seconds


def test_a_date_to_wait_for_is_measured_on_the_servers_own_clock() -> None:
    then = datetime(2001, 1, 1, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    headers = {"date": then, "retry-after": then.replace("00:00:00", "00:00:30")}
    assert retry_after(response(503, headers)) == 30.0


@pytest.mark.parametrize("cause", [httpx2.ConnectError("no"), httpx2.ConnectTimeout("no")])
def test_a_request_that_found_no_server_was_not_sent(cause: Exception) -> None:
    error = anthropic.APIConnectionError(request=REQUEST)
    error.__cause__ = cause
    assert not was_sent(error)


def test_a_request_that_was_dropped_on_the_way_counts_as_sent() -> None:
    assert was_sent(httpx2.RemoteProtocolError("gone"))
    assert was_sent(anthropic.APITimeoutError(REQUEST))


@pytest.mark.parametrize(
    ("status", "body", "unworked"),
    [
        (529, {"error": {"type": "overloaded_error"}}, True),
        (400, None, True),
        (502, None, False),
        (408, None, False),
    ],
)
def test_only_the_providers_own_no_is_known_to_be_free(
    status: int, body: object, *, unworked: bool
) -> None:
    error = anthropic.APIStatusError("no", response=response(status), body=body)
    assert was_refused_unworked(error) is unworked
