"""How the source is written: types, imports, words and broad handlers."""

import ast
from collections.abc import Iterator

from tests.house.measure import Function, functions
from tests.house.tree import Source, everything, product

NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "models"}
ANY_WITH_A_REASON = {
    "core/store/prepared.py": "values pass through on their way between the library and the driver",
    "core/store/rows.py": "the library's result is generic in row types of each statement",
    "core/store/shapes.py": "a type, or a form of types, has no type of its own",
}
BASES_OF_ERRORS = ("Exception", "BaseException", "Error")


def annotations_missing(node: Function) -> list[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    arguments += [one for one in (node.args.vararg, node.args.kwarg) if one]
    missing = [one.arg for one in arguments if not one.annotation]
    return [name for name in missing if name not in {"self", "cls"}]


def imports(source: Source) -> Iterator[ast.Import | ast.ImportFrom]:
    return (one for one in ast.walk(source.tree) if isinstance(one, ast.Import | ast.ImportFrom))


def uses_any(source: Source) -> bool:
    return any(
        isinstance(one, ast.ImportFrom)
        and one.module == "typing"
        and any(alias.name == "Any" for alias in one.names)
        for one in imports(source)
    )


def is_broad(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.expr() as caught):
            names = ast.walk(caught)
        case ast.Call(func=ast.Attribute(attr="suppress"), args=caught):
            names = (name for one in caught for name in ast.walk(one))
        case _:
            return False
    return any(isinstance(one, ast.Name) and one.id in BASES_OF_ERRORS[:2] for one in names)


def broad_handlers(source: Source) -> list[ast.AST]:
    return [node for node in ast.walk(source.tree) if is_broad(node)]


def is_heard(handler: ast.AST) -> bool:
    """The handler raises again, writes to the log, or hands the error on by its name."""
    if not isinstance(handler, ast.ExceptHandler):
        return False
    inside = [node for part in handler.body for node in ast.walk(part)]
    names = {node.id for node in inside if isinstance(node, ast.Name)}
    return bool(
        names & {"log", handler.name} or any(isinstance(node, ast.Raise) for node in inside)
    )


def test_every_module_begins_with_a_docstring() -> None:
    mute = [one.name for one in everything() if not ast.get_docstring(one.tree)]
    assert mute == []


def test_every_function_names_all_its_types() -> None:
    bare = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in everything()
        for node in functions(source)
        if not node.returns or annotations_missing(node)
    ]
    assert bare == []


def test_only_platforms_take_anything() -> None:
    """Payloads of a platform have no type until events.py has read them."""
    platforms = ("bot/slack/", "bot/discord/", "bot/playground/")
    loose = [one.name for one in product() if uses_any(one) and not one.name.startswith(platforms)]
    assert loose == sorted(ANY_WITH_A_REASON)


def test_handlers_of_every_error_are_few() -> None:
    places = [source.name for source in product() for _ in broad_handlers(source)]
    assert len(places) <= sum(source.length for source in product()) / 1000, places


def test_handlers_of_every_error_keep_nothing_to_themselves() -> None:
    silent = [
        source.name
        for source in product()
        for handler in broad_handlers(source)
        if not is_heard(handler)
    ]
    assert silent == []


def test_imports_are_absolute_and_at_the_top() -> None:
    low = [
        f"{source.name}:{node.lineno}"
        for source in everything()
        for node in imports(source)
        if node.col_offset or (isinstance(node, ast.ImportFrom) and node.level)
    ]
    assert low == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for one in everything() for part in one.name.removesuffix(".py").split("/")}
    assert parts & NAMES_THAT_SAY_NOTHING == set()


def test_error_classes_say_so() -> None:
    unnamed = [
        f"{source.name}: {node.name}"
        for source in everything()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith(BASES_OF_ERRORS) for base in node.bases)
        and not node.name.endswith("Error")
    ]
    assert unnamed == []
