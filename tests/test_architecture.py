"""The house rules of docs/architecture.md that a machine can hold."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
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


@pytest.mark.parametrize("app", ["interviews", "analysis"])
def test_rooms_of_an_app_import_in_no_circle(app: str) -> None:
    """Models use pure parts of any room, views and forms put them together; the rooms themselves are in some order."""
    together = {"models", "views", "forms", "urls", "templatetags", "management", "sample", MIGRATIONS}
    rooms = {path.name for path in (ROOT / app).iterdir() if path.is_dir()} - together
    needs: dict[str, set[str]] = {
        room: {
            name.split(".")[1]
            for path in (ROOT / app / room).rglob("*.py")
            for name in imported_modules(path)
            if name.startswith(f"{app}.")
        }
        & rooms - {room}
        for room in rooms
    }
    TopologicalSorter(needs).prepare()  # says which ones go in a circle


def imported_modules(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


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
