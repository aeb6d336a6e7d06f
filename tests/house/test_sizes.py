"""The numbers of the house: how long files and functions are, how many ways lead through them."""

from functools import cache
from statistics import median

import pytest

from tests.house.measure import Measured, comment_share, measure, percentile
from tests.house.tree import everything, product, sources

PER_FUNCTION = [("lines", 60), ("ways", 10), ("parameters", 5)]
PER_HUNDRED = [("lines", 30), ("ways", 7)]


@cache
def all_functions(*folders: str) -> tuple[Measured, ...]:
    return tuple(one for source in sources(*folders) for one in measure(source))


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [source.name for source in everything() if source.length > 400] == []


def test_the_usual_file_is_about_a_hundred_lines() -> None:
    """A file with a docstring alone marks a package, so it does not count."""
    assert 50 <= median(one.length for one in product() if len(one.tree.body) > 1) <= 130


@pytest.mark.parametrize(("figure", "most"), PER_FUNCTION)
def test_no_function_is_beyond_the_most(figure: str, most: int) -> None:
    beyond = [one for one in all_functions("bot", "core", "tests") if getattr(one, figure) > most]
    assert [f"{one.where}: {getattr(one, figure)}" for one in beyond] == []


@pytest.mark.parametrize(("figure", "most"), PER_HUNDRED)
def test_ninety_five_in_a_hundred_functions_stay_small(figure: str, most: int) -> None:
    figures = [getattr(one, figure) for one in all_functions("bot", "core")]
    assert percentile(figures, 0.95) <= most


def test_comments_are_rare_enough_to_be_read() -> None:
    """Eight lines in a hundred at most; docstrings carry the usual why, so there is no least."""
    assert comment_share(source.text for source in product()) <= 0.08
