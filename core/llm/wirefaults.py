"""Faults by the words of the wire: error code, error type, HTTP status."""

from http import HTTPStatus

from core.errors import ModelFault

_BILLING_CODES = frozenset(
    {
        "enforced_spend_limit_reached",
        "contract_spend_limit_reached",
        "linked_organization_spend_limit_reached",
        "linked_organization_billing_unavailable",
        "ramp_limit_exceeded",
        "organization_on_hold",
        "user_profile_not_billable",
        "user_profile_billing_not_authorized",
    }
)
_BY_TYPE = {
    "authentication_error": ModelFault.AUTH,
    "billing_error": ModelFault.BILLING,
    "permission_error": ModelFault.AUTH,
    "rate_limit_error": ModelFault.RATE_LIMITED,
    "timeout_error": ModelFault.TIMEOUT,
    "overloaded_error": ModelFault.OVERLOADED,
    "context_length_exceeded": ModelFault.TOO_LONG,
    "request_too_large": ModelFault.TOO_LONG,
}
_BY_STATUS = {
    401: ModelFault.AUTH,
    402: ModelFault.BILLING,
    403: ModelFault.AUTH,
    408: ModelFault.TIMEOUT,
    409: ModelFault.SERVER_ERROR,
    413: ModelFault.TOO_LONG,
    429: ModelFault.RATE_LIMITED,
    501: ModelFault.BAD_REQUEST,
    529: ModelFault.OVERLOADED,
}


def wire_fault(status: int, kind: str | None, code: str | None) -> ModelFault:
    """Name the fault by error code, then type, then HTTP status, never by the message."""
    if code in _BILLING_CODES:
        return ModelFault.BILLING
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    # An error event inside a 200 stream has status 200 and must say its type.
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelFault.BAD_REQUEST
    return ModelFault.SERVER_ERROR
