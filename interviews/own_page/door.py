"""The participants' door: a long random link, no account, no cookie.

Every page behind it wears `@by_participant_link` and gets the link, with its participant, study and workspace. A wrong
link, one that ended and one that was revoked are told apart by nothing: one look-up, one page.
"""

from __future__ import annotations

from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from accounts.access import View
from accounts.refusal import Refused
from interviews.consent_words import WORDS, ConsentWords
from interviews.models import ParticipantLink
from interviews.own_page.stopped import stopped_page

# Nothing of the address leaves the page, and nothing of the page is kept or found.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private",
}


def by_participant_link(view: View) -> View:
    """Swaps `token` for a ParticipantLink.

    No CSRF token: whoever may post here knows the address, and the address is all that counts. A page that sends no
    referrer couldn't prove its origin anyway.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        link = ParticipantLink.opened_by(token)
        try:
            response = _opened(view, request, link, **kwargs)
        except Refused as refusal:
            context = {"words": words_for(request), "refusal": refusal, "link": link}
            response = render(request, "interviews/own_refused.html", context, status=409)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    opened = csrf_exempt(login_not_required(guarded))
    opened.access_rule = "public: the participant's own link is the key"  # type: ignore[attr-defined]
    return opened


def once_stopped_too(view: View) -> View:
    """Under the door: who stopped further use finds this page as before, and at any other place what is still kept of them."""
    view.once_stopped = True  # type: ignore[attr-defined]
    return view


def _opened(view: View, request: HttpRequest, link: ParticipantLink | None, **kwargs: Any) -> HttpResponse:
    if link is None:
        return gone(request)
    if link.participant.has_stopped and not getattr(view, "once_stopped", False):
        return render(request, "interviews/own_stopped.html", stopped_page(link, partial(words_for, request)))
    return view(request, link, **kwargs)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "interviews/own_gone.html", {"words": words_for(request)}, status=404)


def back_to(link: ParticipantLink, words: ConsentWords, said: str) -> HttpResponse:
    """To the page itself, which says what was done: `said` is one of its own words."""
    query = urlencode({"language": words.code, "said": said})
    return redirect(f"{reverse('interviews:own_page', args=[link.token])}?{query}")


def words_for(request: HttpRequest, among: list[str] | None = None) -> ConsentWords:
    """The language that was picked, else the first that the browser asks for and there is."""
    codes = among or list(WORDS)
    asked = request.headers.get("Accept-Language", "")
    wanted = [request.GET.get("language", ""), request.POST.get("language", "")]
    wanted += [part.split(";")[0].strip()[:2].lower() for part in asked.split(",")]
    return WORDS[next((code for code in wanted if code in codes), codes[0])]
