"""`python -m core.library <file.yaml ...>`: everything that an author should mend."""

import sys
from pathlib import Path

from core.errors import ProfileError
from core.library.lints import lint
from core.library.loader import profile_of
from core.library.yamltext import read_yaml


def report(path: Path) -> tuple[list[str], bool]:
    """The remarks on one file, and whether it can be published."""
    try:
        source = read_yaml(path.read_bytes(), str(path))
        profile = profile_of(source)
    except OSError as error:
        return [f"{path}: cannot be read: {error.strerror}"], False
    except ProfileError as error:
        return list(error.findings), False
    findings = lint(profile)
    lines = [
        f"{path}:{source.line(found.path)}: {'error' if found.blocking else 'advice'}: {found}"
        for found in findings
    ]
    if profile.id != path.stem:
        lines.append(f"{path}:{source.line(('id',))}: error: id: must be {path.stem}")
    return lines, not any(": error: " in line for line in lines)


def main(names: list[str]) -> int:
    if not names:
        sys.stderr.write("usage: python -m core.library <file.yaml ...>\n")
        return 2
    clean = True
    for name in names:
        lines, passed = report(Path(name))
        clean = clean and passed
        verdict = "can be published" if passed else "cannot be published"
        sys.stdout.write("\n".join([*lines, f"{name}: {len(lines)} remarks, {verdict}"]) + "\n")
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
