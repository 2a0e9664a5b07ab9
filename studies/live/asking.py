"""The few threads in which streams ask the database, each with a connection that it keeps.

A connection of its own for each question cost the database ten times what the question does; one a stream would be
hundreds. The last stream's end gives them back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from itertools import cycle
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connection

THREADS = 2

P = ParamSpec("P")
T = TypeVar("T")

_threads = [ThreadPoolExecutor(1, f"streams ask {number}") for number in range(THREADS)]
_next = cycle(_threads)


def asking(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """`function` in one of the threads; a connection that has died meanwhile is replaced there."""

    @wraps(function)
    def here(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    @wraps(function)
    async def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(next(_next), lambda: here(*args, **kwargs))

    return asked


def give_back() -> None:
    """When nobody listens any more, or the server stops."""
    for thread in _threads:
        thread.submit(connection.close)
