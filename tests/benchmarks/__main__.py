"""`python -m tests.benchmarks NAME [--json]`: one module per name, each with `run() -> dict`."""

import argparse
import importlib
import json
import pkgutil

from core.domain.jsonvalue import Json
from tests import benchmarks

# What benchmarks share.
SHARED = {"goals", "pace"}


def names() -> list[str]:
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in found if not name.startswith("_") and name not in SHARED)


def table(result: dict[str, Json], indent: str = "") -> str:
    lines = []
    for key, value in result.items():
        if isinstance(value, dict) and "value" in value:
            goal, verdict = value.get("goal", ""), value.get("verdict", "")
            lines.append(f"{indent}{key:<46} {value['value']!s:>10}   {goal!s:<9} {verdict}")
        elif isinstance(value, dict):
            lines += [f"{indent}{key}", table(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key:<46} {value}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    asked = parser.parse_args()
    result = importlib.import_module(f"tests.benchmarks.{asked.name}").run()
    print(json.dumps(result) if asked.json else table(result))


if __name__ == "__main__":
    main()
