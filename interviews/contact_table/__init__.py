"""A table of people, from the file's bytes to the contacts it would make. Pure: no database, no Django."""

from interviews.contact_table.checking import Attribute, Checked, Plan, Problem, check
from interviews.contact_table.columns import FIELDS, NEW, guess_columns, header_of
from interviews.contact_table.reading import Table, TableRefused, cells_of, read_table

__all__ = [
    "FIELDS",
    "NEW",
    "Attribute",
    "Checked",
    "Plan",
    "Problem",
    "Table",
    "TableRefused",
    "cells_of",
    "check",
    "guess_columns",
    "header_of",
    "read_table",
]
