"""Files from forms arrive as data URLs, whole or not at all."""

import base64

import pytest

from core.domain.upload import MOST_BYTES, read_upload
from core.errors import RefusalError


def test_a_file_is_read_byte_for_byte() -> None:
    content = bytes(range(256))
    body = base64.b64encode(content).decode()
    assert read_upload(f"data:text/csv;base64,{body}") == content


@pytest.mark.parametrize(
    "value",
    [
        "",
        "name,email",
        "data:text/csv,plain",
        "data:text/csv;base64,",
        "data:text/csv;base64,???",
        "data:;base64," + base64.b64encode(b"x" * (MOST_BYTES + 1)).decode(),
    ],
)
def test_what_is_no_whole_file_is_refused(value: str) -> None:
    with pytest.raises(RefusalError):
        read_upload(value)
