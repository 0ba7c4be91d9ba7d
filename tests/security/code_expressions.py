"""Finds every regular expression of the code, and keeps the list of those that somebody has checked.

    .venv/bin/python tests/security/code_expressions.py

writes the list anew: what has not changed stays, what is new or has changed is `unchecked` until somebody has looked at
it and said instead why no text can make it slow.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Optional

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("policy", "core", "actions", "bot", "returndesk", "lab")
LIST: Final = Path(__file__).with_name("checked_expressions.yml")
UNCHECKED: Final = "unchecked"
#: An expression is looked for anywhere in a text, at its beginning, or as the whole of it: what is slow differs.
USES: Final = frozenset(["search", "match", "fullmatch"])

_FUNCTIONS: Final = frozenset(
    ["compile", "match", "search", "fullmatch", "split", "sub", "subn", "findall", "finditer", "template"]
)
_OF_SPACY: Final = frozenset(["compile_infix_regex", "compile_suffix_regex", "compile_prefix_regex"])
_HEAD: Final = """\
# Every regular expression of the code, by file and name, with a digest of what it is and why no text makes it slow:
#   linear            its time grows with the text; a test attacks it with texts made for it
#   bounded N: what   what it reads has at most N characters; attacked with as many
#   trusted: whose    nobody but these writes what it reads
# A new or changed expression: .venv/bin/python tests/security/code_expressions.py, then say so here.
"""


@dataclass(frozen=True)
class Expression:
    """A regular expression of the code.

    Args:
        file: Where it stands, relative to the project.
        line: The line, 0 where it was found in the module that was imported.
        name: What it is assigned to, or the function that it stands in.
        digest: Of its source and of what that refers to.
        compiled: The expression, None where it is put together while the program runs.
        uses: Which of `USES` are made of it.
    """

    file: str
    line: int
    name: str
    digest: str
    compiled: Optional[re.Pattern[str]]
    uses: frozenset[str]

    @property
    def key(self) -> str:
        """How the list names it within its file."""
        return f"{self.name} {self.digest}"


def all_expressions() -> Iterator[Expression]:
    """Every expression of the packages, file by file."""
    for file, source in sources():
        yield from expressions_of(file, source)


def expressions_of(file: str, source: str) -> Iterator[Expression]:
    """The expressions of a file: those that its source writes, and those that are put together as it is imported.

    Args:
        file: Its path in the project.
        source: Its text.
    """
    tree = ast.parse(source)
    found = list(_written(tree))
    if not found:
        return
    module = importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    known = set()
    for name, pattern, call in found:
        compiled = _compiled(pattern, call, module)
        known.add(compiled)
        digest = _digest_of(pattern, call, module)
        yield Expression(file, pattern.lineno, name, digest, compiled, _uses(tree, name, call))
    for name, compiled in _made(module):
        if compiled not in known:
            known.add(compiled)
            yield Expression(file, 0, name, _digest(compiled.pattern, compiled.flags), compiled, _uses_of_any(tree))


def open_repetitions(source: str) -> list[int]:
    """The lines on which a pattern for spaCy's matcher repeats a token without bound."""
    return [
        value.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "OP"
        if not (isinstance(value, ast.Constant) and re.fullmatch(r"[?!]|\{\d+(,\d+)?\}", str(value.value)))
    ]


def hidden_imports(source: str) -> list[int]:
    """The lines that import expressions under a name by which nobody would find them here."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.ImportFrom) and node.module in ("re", "regex"))
        or (isinstance(node, ast.Import) and any(each.name in ("re", "regex") and each.asname for each in node.names))
    ]


def sources() -> Iterator[tuple[str, str]]:
    """The path in the project and the text of each file of the packages."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def read_list() -> dict[str, dict[str, str]]:
    """What the list says: file, name with digest, reason."""
    return yaml.safe_load(LIST.read_text(encoding="utf-8")) if LIST.exists() else {}


def renewed(expressions: Iterator[Expression], checked: Mapping[str, Mapping[str, str]]) -> str:
    """The list's text with these expressions in it, and the reasons of those that are checked."""
    files: dict[str, dict[str, str]] = {}
    for each in expressions:
        files.setdefault(each.file, {})[each.key] = checked.get(each.file, {}).get(each.key, UNCHECKED)
    return _HEAD + yaml.safe_dump(files, allow_unicode=True, sort_keys=True, width=200)


def _written(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.expr, Optional[ast.Call]]]:
    """The pattern of each expression in a syntax tree, with its name, and the call that compiles it."""
    for node in ast.iter_child_nodes(tree):
        inner = _name_of(node) or name
        pattern = _pattern_of(node)
        if pattern is not None:
            yield inner, pattern, node if isinstance(node, ast.Call) else None
        yield from _written(node, inner)


def _name_of(node: ast.AST) -> str:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def _pattern_of(node: ast.AST) -> Optional[ast.expr]:
    if isinstance(node, ast.Call):
        function = node.func
        owner = (
            function.value.id if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) else ""
        )
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if (owner in ("re", "regex") and called in _FUNCTIONS) or called in _OF_SPACY:
            return node.args[0] if node.args else node
    if isinstance(node, ast.keyword) and node.arg in ("regex", "pattern"):
        return node.value
    if isinstance(node, ast.Assign) and _name_of(node) == "regex":
        return node.value
    if isinstance(node, ast.Dict):
        named = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
        return node.values[named.index("REGEX")] if "REGEX" in named else None
    return None


def _uses(tree: ast.AST, name: str, call: Optional[ast.Call]) -> frozenset[str]:
    """Which of `USES` a file makes of an expression: all that it makes of any where it hands the expression around."""
    function = call.func.attr if call and isinstance(call.func, ast.Attribute) else "search"
    if function != "compile":
        return frozenset([function if function in USES else "search"])
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    asked = {node.value: node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    loaded = [node for node in named if isinstance(node.ctx, ast.Load)]
    if not loaded or not all(node in asked for node in loaded):
        return _uses_of_any(tree)
    return frozenset(asked[node] if asked[node] in USES else "search" for node in loaded if asked[node] != "pattern")


def _uses_of_any(tree: ast.AST) -> frozenset[str]:
    """To look for an expression anywhere does no less than to match a text's beginning with it."""
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return frozenset(["search", *(asked & {"fullmatch"})])


def _compiled(pattern: ast.expr, call: Optional[ast.Call], module: ModuleType) -> Optional[re.Pattern[str]]:
    """The expression, where its parts are known without running the program."""
    try:
        text = _value(pattern, module)
        flags = _value(call.args[-1], module) if call and _compiles_with_flags(call) else 0
        return re.compile(text, flags) if isinstance(text, str) else None
    except (NameError, AttributeError, TypeError):
        return None


def _compiles_with_flags(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "compile" and len(call.args) > 1


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), module.__name__, "eval"), dict(vars(module)))  # noqa: S307


def _digest_of(pattern: ast.expr, call: Optional[ast.Call], module: ModuleType) -> str:
    """Of the source, and of the texts of the module that it refers to."""
    names = sorted({node.id for node in ast.walk(pattern) if isinstance(node, ast.Name)})
    texts = [vars(module)[name] for name in names if isinstance(vars(module).get(name), (str, list, tuple))]
    return _digest(ast.unparse(call or pattern), texts)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def _made(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The expressions among the values of a module, with their names."""
    for name, value in vars(module).items():
        yield from ((name, pattern) for pattern in _inside(value))


def _inside(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from _inside(tuple(value.values()))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _inside(part)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    LIST.write_text(renewed(all_expressions(), read_list()), encoding="utf-8")
