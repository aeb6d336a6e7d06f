"""Python's search for garbage: what is made at start is looked through once."""

import contextlib
import gc
from collections.abc import Iterator

GARBAGE = (20_000, 20, 50)


@contextlib.contextmanager
def unsearched() -> Iterator[None]:
    """Look for no garbage while modules are read: there is none, and looking takes its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_memory() -> None:
    """Leave alone what is there; looking through it again and again is wasted work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
