"""Interviews after the call: their list, their record, what was looked back on."""
