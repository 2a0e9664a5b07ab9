"""Rows to contacts. What can't be one is told by line and column, and nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from interviews.contact_table.columns import FIELDS, NEW
from interviews.contact_table.values import BadCell, a_choice, a_number, a_text, a_yes

LENGTHS = {"name": 160, "email": 254, "company": 160, "job": 160}
ATTRIBUTE_LENGTH = 200


@dataclass(frozen=True)
class Attribute:
    """One of the workspace's own; `target` is how a column says it holds this one."""

    target: str
    name: str
    kind: str
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Problem:
    """`column` counts from 0; None where the row itself is wrong."""

    line: int
    column: int | None
    message: str


@dataclass
class Checked:
    """A row as the contact it would be; values of attributes stand under their target."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    do_not_contact: bool = False
    attributes: dict[str, str | int | float] = field(default_factory=dict)


@dataclass
class Plan:
    rows: list[Checked]
    problems: list[Problem]
    # About the columns, not about one row.
    wrong_columns: list[str]

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.wrong_columns


def check(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Sequence[str],
    attributes: Mapping[str, Attribute],
    is_address: Callable[[str], bool],
    left_out: Iterable[int] = (),
) -> Plan:
    plan = Plan([], [], list(_wrong_columns(columns, attributes)))
    if plan.wrong_columns:
        return plan
    out, seen = set(left_out), dict[str, int]()
    for line, cells in rows:
        if line in out:
            continue
        checked, problems = _row(line, cells, columns, attributes, is_address)
        email = checked.fields.get("email", "")
        if email in seen:
            problems.append(Problem(line, columns.index("email"), f"Line {seen[email]} has this address already."))
        elif email:
            seen[email] = line
        plan.problems += problems
        plan.rows += [] if problems else [checked]
    return plan


def _wrong_columns(columns: Sequence[str], attributes: Mapping[str, Attribute]) -> Iterable[str]:
    if not {"name", "first_name", "last_name"} & set(columns):
        yield "No column holds the name. Choose the one that does."
    for target in dict.fromkeys(columns):
        if target not in {"", NEW} and columns.count(target) > 1:
            name = FIELDS.get(target) or attributes[target].name
            yield f"{columns.count(target)} columns go to “{name}”. Choose one of them."


def _row(
    line: int,
    cells: Sequence[str],
    columns: Sequence[str],
    attributes: Mapping[str, Attribute],
    is_address: Callable[[str], bool],
) -> tuple[Checked, list[Problem]]:
    checked = Checked(line)
    if len(cells) > len(columns):
        message = f"This row has {len(cells)} cells, the table {len(columns)} columns. Put quotation marks around a cell with a separator in it."
        return checked, [Problem(line, None, message)]
    problems, parts = [], dict[str, str]()
    for place, target in enumerate(columns):
        cell = cells[place] if place < len(cells) else ""
        try:
            _take(checked, parts, place, target, cell, attributes, is_address)
        except BadCell as bad:
            problems.append(Problem(line, place, str(bad)))
    name = parts.get("name") or " ".join(filter(None, (parts.get("first_name"), parts.get("last_name"))))
    place = next(place for place, target in enumerate(columns) if target in {"name", "first_name", "last_name"})
    if len(name) > LENGTHS["name"]:
        problems.append(Problem(line, place, f"This name has {len(name)} letters; {LENGTHS['name']} fit."))
    elif not name and not any(problem.column == place for problem in problems):
        problems.append(Problem(line, place, "There is no name here. Type one."))
    checked.fields["name"] = name
    return checked, problems


def _take(
    checked: Checked,
    parts: dict[str, str],
    place: int,
    target: str,
    cell: str,
    attributes: Mapping[str, Attribute],
    is_address: Callable[[str], bool],
) -> None:
    if target == "do_not_contact":
        checked.do_not_contact = a_yes(cell)
    elif target in {"name", "first_name", "last_name"}:
        parts[target] = a_text(cell, ATTRIBUTE_LENGTH)
    elif target == "email":
        email = a_text(cell, LENGTHS["email"]).lower()
        if email and not is_address(email):
            raise BadCell(f"“{email[:60]}” is no e-mail address. Write it like ann@example.org.")
        checked.fields["email"] = email
    elif target in FIELDS:
        checked.fields[target] = a_text(cell, LENGTHS[target])
    elif target == NEW:
        _keep(checked, f"{NEW}:{place}", a_text(cell, ATTRIBUTE_LENGTH))
    elif target:
        _keep(checked, target, _value(attributes[target], cell))


def _value(attribute: Attribute, cell: str) -> str | int | float:
    if attribute.kind == "number":
        return a_number(cell)
    if attribute.kind == "choice":
        return a_choice(cell, attribute.choices)
    return a_text(cell, ATTRIBUTE_LENGTH)


def _keep(checked: Checked, key: str, value: str | int | float) -> None:
    if value != "":
        checked.attributes[key] = value
