"""The page on which a table of contacts is looked at and mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.ids import as_id
from interviews.contact_table import FIELDS, NEW, Problem, cells_of
from interviews.contact_table.reading import MAX_CELL, tidy_cell
from interviews.contacts.importing import Outlook, attributes_of, body_of, header
from interviews.models import ContactImport
from interviews.models.contact_import import IfKnown

WRONG_SHOWN, SHOWN, SAMPLES = 50, 8, 3


@dataclass(frozen=True)
class Wrong:
    """A row that can't be taken as it is: its cells that are wrong, each with a name for the field that mends it."""

    line: int
    called: str
    cells: list[tuple[str, str, str, str]]


class MendForm:
    """What a person changed on the page. Fields that aren't there change nothing; what can't be read is left out."""

    def __init__(self, draft: ContactImport, posted: QueryDict) -> None:
        self.draft, self.posted = draft, posted

    def keep(self) -> None:
        draft, posted = self.draft, self.posted
        if "headed" in posted:
            draft.has_header = posted["headed"] == "yes" and len(draft.rows) > 1
        allowed = {"", NEW, *FIELDS, *attributes_of(draft.workspace)}
        for place in range(len(draft.columns)):
            target = posted.get(f"column_{place}", draft.columns[place])
            draft.columns[place] = target if target in allowed else draft.columns[place]
        if (if_known := str(posted.get("if_known"))) in IfKnown.values:
            draft.if_known = if_known
        self._rows()
        draft.save()

    def _rows(self) -> None:
        rows: dict[int, list[str]] = dict(self.draft.rows)
        out = set(self.draft.left_out)
        for name, value in self.posted.items():
            kind, _, rest = name.partition("_")
            line, _, place = rest.partition("_")
            cells = rows.get(as_id(line) or 0)
            if cells is None:
                continue
            if kind == "cell" and (column := as_id(place)) is not None and column < len(self.draft.columns):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = tidy_cell(str(value))[:MAX_CELL]
            elif kind == "row":
                cells[:] = cells_of(str(value), "|")
            elif kind == "leave":
                out.add(int(line))
        self.draft.left_out = sorted(out if "back" not in self.posted else ())


def look_page(draft: ContactImport, seen: Outlook) -> dict[str, Any]:
    names = header(draft)
    wrong = _wrong(draft, names, seen.plan.problems)
    return {
        "draft": draft,
        "columns": _columns(draft, names),
        "wrong_columns": seen.plan.wrong_columns,
        "wrong": wrong[:WRONG_SHOWN],
        "more_wrong": max(len(wrong) - WRONG_SHOWN, 0),
        "n_wrong": len(wrong),
        "ready": seen.plan.is_ready,
        "n_added": len(seen.added),
        "n_found": len(seen.found),
        "n_total": len(seen.added) + len(seen.found),
        "shown": _shown(draft, names, seen),
        "more": max(len(seen.plan.rows) - SHOWN, 0),
        "if_known": IfKnown.choices,
    }


def _columns(draft: ContactImport, names: list[str]) -> list[dict[str, Any]]:
    """Each column with the first things it holds, and what it may be taken for."""
    body = body_of(draft)
    targets = [*FIELDS.items(), *((key, row.name) for key, row in attributes_of(draft.workspace).items())]
    columns = []
    for place, name in enumerate(names):
        held = (cells[place] for _, cells in body if place < len(cells) and cells[place])
        samples = [value for value, _ in zip(held, range(SAMPLES), strict=False)]
        columns.append(
            {"place": place, "name": name, "samples": samples, "target": draft.columns[place], "targets": targets}
        )
    return columns


def _wrong(draft: ContactImport, names: list[str], problems: list[Problem]) -> list[Wrong]:
    rows = dict(body_of(draft))
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    return [_wrong_row(line, rows[line], names, found) for line, found in by_line.items()]


def _wrong_row(line: int, cells: list[str], names: list[str], problems: list[Problem]) -> Wrong:
    shown = []
    for problem in problems:
        if problem.column is None:
            shown.append((f"row_{line}", "The whole row, with | between its cells", " | ".join(cells), problem.message))
        else:
            cell = cells[problem.column] if problem.column < len(cells) else ""
            shown.append((f"cell_{line}_{problem.column}", names[problem.column], cell, problem.message))
    return Wrong(line, ", ".join(filter(None, cells))[:120], shown)


def _shown(draft: ContactImport, names: list[str], seen: Outlook) -> list[dict[str, Any]]:
    """The first rows as they would be taken, and whether they are known."""
    own = {key: row.name for key, row in attributes_of(draft.workspace).items()}
    own |= {f"{NEW}:{place}": name for place, name in enumerate(names)}
    return [
        {
            "line": row.line,
            "fields": row.fields,
            "own": [(own[target], value) for target, value in row.attributes.items()],
            "do_not_contact": row.do_not_contact,
            "known": seen.known.get(row.fields.get("email", "")),
        }
        for row in seen.plan.rows[:SHOWN]
    ]
