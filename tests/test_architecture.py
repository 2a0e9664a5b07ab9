"""The house rules of docs/architecture.md that a machine can hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["accounts", "studies", "interviews", "analysis", "config"]
PYTHON = [path for app in ORDER for path in (ROOT / app).rglob("*.py")]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
MIGRATIONS = "migrations"


def imported_apps(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names & set(ORDER)


@pytest.mark.parametrize("app", ORDER)
def test_imports_run_one_way(app: str) -> None:
    above = set(ORDER[ORDER.index(app) + 1 :])
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / app).rglob("*.py")
        if MIGRATIONS not in path.parts
        for name in imported_apps(path) & above
    }
    assert wrong == set()


def test_views_reach_everything_through_access() -> None:
    views = [path for path in PYTHON if "views" in path.parts or path.name == "views.py"]
    assert views
    assert [str(path.relative_to(ROOT)) for path in views if ".objects." in path.read_text()] == []


def test_files_and_functions_stay_small() -> None:
    long_files = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*PYTHON, *TEMPLATES, *(ROOT / "static").rglob("*.js")]
        if MIGRATIONS not in path.parts
        and (lines := len(path.read_text().splitlines())) > (150 if path.suffix == ".html" else 450)
    ]
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PYTHON
        if MIGRATIONS not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long_files + long_functions == []


BANNED = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|hx-on|hx-vals=["']js:|javascript:|<style|<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)""",
    re.I,
)


def test_templates_hold_nothing_inline() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group(0).strip()}"
        for path in TEMPLATES
        if (found := BANNED.search(path.read_text()))
    ]
    assert wrong == []


def test_negative_control_inline_is_found() -> None:
    for bad in ('<p style="x">', "<b onclick='x()'>", "<script>1</script>", '<i hx-on:click="x">'):
        assert BANNED.search(bad), bad
