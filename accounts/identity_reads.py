"""Pages that tell who somebody is write down that they were read: one row a request, without a name in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.access import View
from accounts.models import audit

# A page that was shown, and a form that came back with what is wrong with it.
SHOWN = {200, 422}


def reads(act: str, thing: str = "", other: str = "") -> Callable[[View], View]:
    """For a view that has its access: `act` ("contact.read") is written down with the id in the URL argument `thing`,
    and that in `other` where a page shows two.

    An answer without a body shows nothing and writes nothing, so HEAD doesn't. A browser that fetches a page ahead of time
    gets none: it would have been read without anybody looking, or looked at without a row. An act that ends in
    a redirect is written down by its own verb.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def written(request: HttpRequest, access: Any, **kwargs: Any) -> HttpResponse:
            if _is_ahead_of_time(request):
                return HttpResponse(status=503)
            response = view(request, access, **kwargs)
            if request.method != "HEAD" and response.status_code in SHOWN:
                study = getattr(access, "study", None)
                audit(
                    access.workspace, act, access.user,
                    thing=kwargs.get(thing, ""), study=study.pk if study else None,
                    **({"other": kwargs[other]} if other else {}),
                )  # fmt: skip
            return response

        written.reads = act  # type: ignore[attr-defined]
        return written

    return decorate


def _is_ahead_of_time(request: HttpRequest) -> bool:
    said = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any("prefetch" in purpose or "preview" in purpose for purpose in said)
