"""Patterns that are compiled when they are first used."""

import re
import subprocess
import sys

from core.simulation.pattern import WAITING, Pattern, make_all

HELD = """
import core.simulation.signals
from core.simulation.pattern import WAITING
print(len(WAITING) > 50, all(one.waits for one in WAITING))
"""


def test_a_pattern_finds_what_a_compiled_one_finds() -> None:
    late, made = Pattern(r"b+", re.IGNORECASE), re.compile(r"b+", re.IGNORECASE)
    text = "aBBc bb"
    assert late.findall(text) == made.findall(text)
    assert [one.span() for one in late.finditer(text, 2)] == [(2, 3), (5, 7)]
    assert (late.search(text, 4, 5), late.match(text), late.fullmatch("bB")) != (None, None, None)
    assert late.sub("x", text) == made.sub("x", text)


def test_reading_the_modules_compiles_none_of_them() -> None:
    done = subprocess.run([sys.executable, "-c", HELD], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "True True"


def test_a_thread_with_time_compiles_all_that_wait() -> None:
    late = Pattern("a")
    make_all()
    assert WAITING == []
    assert not late.waits
