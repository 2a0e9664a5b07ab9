"""Start-up check: every routed view says who may use it (see accounts/access.py)."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

LIBRARY_MODULES = ("allauth.", "django.")


def routed_views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routed_views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def is_declared(view: Any) -> bool:
    return hasattr(view, "access_rule") or view.__module__.startswith(LIBRARY_MODULES)


@register()
def every_view_declares_access(**kwargs: Any) -> list[Error]:
    return [
        Error(f"{route} has no access rule", hint="Decorate the view as accounts/access.py says.", id="access.E001")
        for route, view in routed_views()
        if not is_declared(view)
    ]
