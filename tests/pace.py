"""How slow the machine is just now, so that a limit in seconds means the same on a busy one."""

import subprocess
import sys
import time

USUAL = 0.7  # seconds on the machine on which the limits were set
WORK = "import aiohttp, sqlalchemy, pydantic; sum(range(2_000_000))"


def slowness() -> float:
    """At least 1: how many times longer than usual a process takes that does a fixed work."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", WORK], check=True)
    return max(1.0, (time.monotonic() - began) / USUAL)
