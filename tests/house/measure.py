"""Counts what the house rules name: lengths, branches, parameters, comments."""

import ast
import io
import math
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.house.tree import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef
ONE_MORE_WAY = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
)


@dataclass(frozen=True)
class Measured:
    """One function: where it is and its figures."""

    where: str
    name: str
    lines: int
    ways: int
    parameters: int


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def measure(source: Source) -> Iterator[Measured]:
    for node in functions(source):
        where = f"{source.name}:{node.lineno} {node.name}"
        yield Measured(where, node.name, body_lines(node), ways(node), parameters(node))


def body_lines(node: Function) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything inside, without what belongs to a nested function or class."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            continue
        yield child
        yield from own_nodes(child)


def ways(node: Function) -> int:
    """Cyclomatic complexity after McCabe: one more than the decisions; boolean operators count."""
    return 1 + sum(map(decisions, own_nodes(node)))


def decisions(node: ast.AST) -> int:
    match node:
        case ast.BoolOp(values=values):
            return len(values) - 1
        case ast.comprehension(ifs=conditions):
            return 1 + len(conditions)
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            return 0
        case ast.match_case():
            return 1
        case _:
            return int(isinstance(node, ONE_MORE_WAY))


def parameters(node: Function) -> int:
    """What a caller has to know, so without self and cls."""
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    stars = sum(one is not None for one in (node.args.vararg, node.args.kwarg))
    return len([name for name in names if name not in {"self", "cls"}]) + stars


def comment_share(texts: Iterable[str]) -> float:
    """Lines with a comment for each line that is not empty; orders to a tool are no comments."""
    comments = lines = 0
    for text in texts:
        lines += sum(bool(line.strip()) for line in text.splitlines())
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            order = token.string.startswith(("# noqa: ", "# type: ignore"))
            comments += token.type == tokenize.COMMENT and not order
    return comments / max(1, lines)


def percentile(values: Sequence[int], share: float) -> int:
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
