"""The registry of participant data: every field of every table and every other store, in one place.

What is exported for a person, what a withdrawal erases and the record of processing are all read from it. A field without
an entry fails tests/analysis/test_personal_registry.py.
"""

from analysis.personal.accounts import ACCOUNTS
from analysis.personal.analysis import ANALYSIS
from analysis.personal.entries import Held, Table, What
from analysis.personal.interviews import INTERVIEWS
from analysis.personal.libraries import LIBRARIES
from analysis.personal.stores import STORES, Store
from analysis.personal.studies import STUDIES

TABLES: tuple[Table, ...] = (*INTERVIEWS, *ANALYSIS, *STUDIES, *ACCOUNTS, *LIBRARIES)
BY_MODEL = {table.model: table for table in TABLES}

__all__ = ["BY_MODEL", "STORES", "TABLES", "Held", "Store", "Table", "What"]
