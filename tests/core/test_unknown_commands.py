"""A command that there is not: what was meant is named, as far as it can be guessed."""

import pytest

from core.commands.intent import known
from core.domain import wording
from core.errors import RefusalError

ASKED = [
    ("sesions", "/sesions. Did you mean: /sessions?"),
    ("roster list", "/roster show"),
    ("section", "Did you mean: /section"),
    ("clinet list", "/client list"),
    ("xyzzy", "/help lists what works here"),
    ("", "/help lists what works here"),
    ("a" * 5_000, "/help lists what works here"),
    ("{0} {command}", "I do not know /{0} {command}."),
]


@pytest.mark.parametrize(("name", "told"), ASKED)
def test_an_unknown_command_is_answered_with_what_was_meant(name: str, told: str) -> None:
    with pytest.raises(RefusalError) as caught:
        known(name)
    text = wording.word(caught.value).text
    assert told in text
    assert len(text) < 400
