"""How the tests are written: sentences for names, short bodies, real things instead of mocks."""

import ast
from statistics import median

from tests.house.measure import Function, body_lines, functions
from tests.house.tree import product, sources

PRETENDERS = {"mock", "unittest.mock", "pytest_mock", "mocker", "MagicMock", "AsyncMock", "Mock"}
FEWEST_WORDS = 3


def written_tests() -> list[tuple[str, Function]]:
    return [
        (source.name, node)
        for source in sources("tests")
        for node in functions(source)
        if node.name.startswith("test_")
    ]


def words_of_imports(node: ast.AST) -> set[str]:
    match node:
        case ast.Import(names=names):
            return {alias.name for alias in names}
        case ast.ImportFrom(module=module, names=names):
            return {module or "", *(f"{module}.{alias.name}" for alias in names)}
        case ast.arg(arg=name):
            return {name}
        case _:
            return set()


def test_names_of_tests_are_sentences() -> None:
    curt = [
        f"{name}: {node.name}"
        for name, node in written_tests()
        if len(node.name.removeprefix("test_").split("_")) < FEWEST_WORDS
    ]
    assert curt == []


def test_the_usual_test_fits_into_fifteen_lines() -> None:
    assert median(body_lines(node) for _, node in written_tests()) <= 15


def test_nothing_real_is_mocked() -> None:
    pretending = [
        f"{source.name}:{getattr(node, 'lineno', 0)}"
        for source in sources("tests")
        for node in ast.walk(source.tree)
        if words_of_imports(node) & PRETENDERS
    ]
    assert pretending == []


def test_product_code_does_not_know_its_tests() -> None:
    knowing = [
        source.name
        for source in product()
        for node in ast.walk(source.tree)
        if any(word.split(".")[0] in {"tests", "pytest"} for word in words_of_imports(node))
    ]
    assert knowing == []


def test_test_files_lie_where_their_subject_lies() -> None:
    """A folder named like a library would hide it, so a platform's tests keep the prefix."""
    homes = {"core", "bot", "contracts", "journeys", "faults", "house", "benchmarks"}
    strays = [name for name, _ in written_tests() if name.split("/")[1] not in homes]
    assert strays == []


def test_every_benchmark_stands_behind_the_one_door() -> None:
    """`python -m tests.benchmarks NAME` calls `run()`, which gives one JSON object."""
    modules = [one for one in sources("tests") if one.name.startswith("tests/benchmarks/")]
    closed = [
        one.name
        for one in modules
        if not one.name.endswith(("__.py", "/goals.py", "/pace.py"))
        and "run" not in {node.name for node in one.tree.body if isinstance(node, Function)}
    ]
    assert closed == []
