"""Retention: what was promised to be kept until a day goes on the day after, by itself, with a report before and after.

What there is to take, and how, is the registry's (analysis/personal) and the withdrawals' (analysis/erasing); here stand the
dates, the holds and the reports.
"""
