"""How long the command line and the playground take to be there, and what they hold when idle."""

import os
import signal
import statistics
import subprocess
import sys
import time

import psutil

from tests.benchmarks.goals import Figure, at_most

TIMES = 7
PROGRAM = (sys.executable, "-m", "bot")
# Structlog loads rich where it is installed, 3 MB; only the test tools bring it, no installation.
WITHOUT_RICH = (
    "import runpy, sys; sys.modules['rich'] = None; runpy.run_module('bot', run_name='__main__')"
)
PLAY = (sys.executable, "-c", WITHOUT_RICH, "play", "--no-browser", "--port", "0")
# As after an installation, which writes bytecode.
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}


def help_seconds() -> float:
    begin = time.perf_counter()
    subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - begin


def served() -> tuple[float, float]:
    """Seconds until the address is printed, megabytes resident a second and a half later."""
    begin = time.perf_counter()
    process = subprocess.Popen(PLAY, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    try:
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - begin
        if "http://" not in line:
            raise RuntimeError(f"the playground did not start: {line!r}")
        time.sleep(1.5)
        memory = psutil.Process(process.pid).memory_info().rss / 1e6
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    return took, memory


def run() -> dict[str, dict[str, float | str]]:
    served()  # the one that writes bytecode
    helps = [help_seconds() for _ in range(TIMES)]
    starts = [served() for _ in range(3)]
    figures: dict[str, Figure] = {
        "--help (s), median": at_most(statistics.median(helps), 0.4),
        "play is ready (s), median": at_most(statistics.median(one for one, _ in starts), 1.5),
        "idle memory (MB), most": at_most(max(memory for _, memory in starts), 90),
    }
    return {name: figure.plain() for name, figure in figures.items()}
