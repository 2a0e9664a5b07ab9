"""Withdrawal: what a person leaves the study with, in small steps that can be taken again, and killed at any point.

`begin` (beginning.py) closes everything at once and writes the ledger; `carry_out` (carrying_out.py) takes the steps.
What there is to take is read from the registry in analysis/personal/.
"""
