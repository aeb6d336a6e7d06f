"""What the tree and its history may hold: no secrets, no machine's paths, no odd messages."""

import re

import pytest

from tests.house.tree import git, tree_texts

MESSAGE = re.compile(r"[a-z]+: [A-Z][^\n]*[^\s]")
LONGEST = 72
SECRETS = [
    r"sk-ant-[a-z0-9]{3,}-[A-Za-z0-9_-]{24,}",
    r"xox[abprs]-\d{8,}-[A-Za-z0-9-]{10,}",
    r"xapp-\d-[A-Z0-9]{8,}-\d{8,}-[a-f0-9]{20,}",
    r"\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}",
    r"-----BEGIN [A-Z ]*PRIVATE [K]EY-----",
    r"AKIA[0-9A-Z]{16}",
]
REGISTRIES = [
    r"py[p]i\.org",
    r"python[h]osted\.org",
    r"registry\.[n]pmjs",
    r"deb\.[d]ebian\.org",
    r"proxy\.[g]olang",
]
THIS_MACHINE = [r"(?<![\w.])/" + name + r"/" for name in ("work", "root", r"home/\w+", "tmp/wt")]
FORBIDDEN = [*SECRETS, *REGISTRIES, *THIS_MACHINE]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_file_holds_a_secret_or_names_a_machine(pattern: str) -> None:
    form = re.compile(pattern)
    assert [name for name, text in tree_texts().items() if form.search(text)] == []


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_message_of_a_commit_holds_one_either(pattern: str) -> None:
    assert re.search(pattern, git("log", "--format=%B")) is None


def test_messages_of_commits_name_an_area_and_what_to_do() -> None:
    messages = git("log", "--no-merges", "--format=%s").splitlines()
    if not messages:
        pytest.skip("no repository here, so no messages to look at")
    odd = [one for one in messages if not MESSAGE.fullmatch(one) or len(one) > LONGEST]
    assert odd == []


def test_no_file_is_empty() -> None:
    """An empty file promises something that is not there."""
    assert [name for name, text in tree_texts().items() if not text.strip()] == []
