"""Interviews written by hand for each shipped client, a skilled one and a poor one."""

from pathlib import Path

import pytest

from core.domain.profile import ClientProfile
from core.library.loader import load_shipped
from core.simulation.director import start
from core.simulation.replay import replay

FOLDER = Path(__file__).parents[1] / "payloads" / "interviews"


def written(client_id: str) -> tuple[list[str], list[str]]:
    """The turns of the skilled interview, then of the poor one."""
    text = (FOLDER / f"{client_id}.txt").read_text(encoding="utf-8")
    skilled, poor = text.split("===\n")
    return skilled.strip().splitlines(), poor.strip().splitlines()


def share_open(profile: ClientProfile, texts: list[str]) -> float:
    steps = list(replay(profile, start(profile, 1), texts))
    return len(steps[-1].state.open) / len(profile.facts)


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda profile: profile.id)
def test_a_natural_interview_reaches_the_client_and_a_clumsy_one_does_not(
    profile: ClientProfile,
) -> None:
    skilled, poor = (share_open(profile, texts) for texts in written(profile.id))
    print(f"{profile.id}: skilled {skilled:.2f}, poor {poor:.2f}")
    assert skilled >= 0.8
    assert poor <= 0.2
