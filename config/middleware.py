import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.refusal import AT_ONCE, Refused, is_overtaken
from accounts.second_step import SecondStepMissing, lead_there

log = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class PatientSessionMiddleware(SessionMiddleware):
    """An answer to a script never takes the session's cookie away.

    One that was asked under a session that has ended may come late, after its person has signed in again in another tab,
    and would sign them out there. The cookie of an ended session opens nothing, and the next page takes it away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        from_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if cookie is not None and cookie["max-age"] == 0 and from_script:
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


class SecurityHeadersMiddleware:
    """One policy for every page: nothing inline, nothing from elsewhere, nothing kept by shared caches."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalMiddleware:
    """A refusal by the domain becomes an answer a person can read: the reason, with status 409. So does an act that somebody
    else's overtook; the log has which.

    Who lacks the second step that a workspace asks for is led to where it is set up.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondStepMissing):
            return lead_there(request, exception)
        if isinstance(exception, Refused):
            reason = str(exception)
        elif is_overtaken(exception):
            log.warning("overtaken: %s", request.path, exc_info=exception)
            reason = AT_ONCE
        else:
            return None
        if request.headers.get("HX-Request"):
            messages.error(request, reason)
            return render(request, "_messages.html", status=409)
        return render(request, "409.html", {"reason": reason}, status=409)
