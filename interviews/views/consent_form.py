"""The form people read: written in each language, chosen, looked at as a phone shows it, and published."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.consent_words import WORDS
from interviews.forms.consent_draft import ChoicesForm, NoticeTextsForm
from interviews.models import ConsentDraft, Purpose, StudyPrivacy
from interviews.models.consent_draft import Overtaken
from studies.access import Ability, Access, demand, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.READ)
def consent_form(request: HttpRequest, access: Access) -> HttpResponse:
    """The texts in one language; whoever may not write reads what stands."""
    draft = ConsentDraft.of(access.study)
    language = _language(request, draft.languages)
    form = NoticeTextsForm(_posted(request), draft=draft, language=language)
    if request.method == "POST":
        demand(access, Ability.EDIT)
        if _save(form, access, language):
            messages.success(request, "Saved. Nobody reads it before it is published.")
            return redirect(_in_language("consent_form", access, language))
    context = _frame(access, draft) | {"form": form, "language": WORDS[language]}
    return render(request, "interviews/consent_form.html", context, status=422 if form.errors else 200)


def _save(form: NoticeTextsForm, access: Access, language: str) -> bool:
    """Whether it is saved; else the form says at each field why not, and keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        ConsentDraft.write(access.study, language, form.texts(), access.user, form.cleaned_data["revision"])
    except Overtaken:
        form.lay_beside(ConsentDraft.of(access.study), language)
        return False
    return True


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _language(request: HttpRequest, among: list[str]) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in among else among[0]


def _in_language(name: str, access: Access, language: str) -> str:
    return f"{reverse(f'interviews:{name}', args=[access.study.pk])}?{urlencode({'language': language})}"


def _frame(access: Access, draft: ConsentDraft) -> dict[str, Any]:
    """What the pages of the form share: what is still open, in which languages, and the versions that stand."""
    privacy = StudyPrivacy.of(access.study)
    versions = list(access.study.consent_forms.select_related("created_by"))
    gaps = draft.gaps(privacy)
    return {
        "draft": draft,
        "privacy": privacy,
        "gaps": gaps,
        "languages": [(WORDS[code], sum(gap.language == code for gap in gaps)) for code in draft.languages],
        "asked": [Purpose(purpose) for purpose in draft.purposes],
        "latest": versions[0] if versions else None,
        "versions": versions,
        "unchanged": bool(versions) and draft.matches(versions[0], privacy),
        "tab": "people" if access.sees_names else "",
    }


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def consent_choices(request: HttpRequest, access: Access) -> HttpResponse:
    """What the form asks and promises: purposes, languages, days, and what a withdrawal does."""
    form = ChoicesForm(_posted(request), study=access.study)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        purposes, languages = data.pop("purposes"), data.pop("languages")
        with transaction.atomic():
            ConsentDraft.choose(access.study, purposes, languages, access.user)
            StudyPrivacy.settle(access.study, access.user, **data)
        messages.success(request, "Saved. What people read changes when you publish.")
        return redirect("interviews:consent_form", study_id=access.study.pk)
    context = {"form": form, "tab": "people"}
    return render(request, "interviews/consent_choices.html", context, status=422 if form.errors else 200)


@require_safe
@in_study(Ability.READ)
def consent_preview(request: HttpRequest, access: Access) -> HttpResponse:
    """The draft as a phone will show it, gaps and all."""
    draft = ConsentDraft.of(access.study)
    code = _language(request, draft.languages)
    document = draft.documents(StudyPrivacy.of(access.study))[code]
    context = _frame(access, draft) | _shown(document, "P07") | {"language": WORDS[code], "open_details": False}
    return render(request, "interviews/consent_preview.html", context)


def _shown(document: dict[str, Any], code: str) -> dict[str, Any]:
    words = WORDS[document["language"]]
    return {"words": words, "document": document, "named": document["named"].format(code=code), "looks": [code]}


@require_POST
@in_study(Ability.EDIT)
def consent_publish(request: HttpRequest, access: Access) -> HttpResponse:
    """What stands in the fields is saved first, so that nothing typed is lost, published or not."""
    draft = ConsentDraft.of(access.study)
    language = _language(request, draft.languages)
    form = NoticeTextsForm(_posted(request), draft=draft, language=language)
    if "revision" in request.POST and not _save(form, access, language):
        context = _frame(access, draft) | {"form": form, "language": WORDS[language]}
        return render(request, "interviews/consent_form.html", context, status=422)
    draft = ConsentDraft.of(access.study)
    if draft.gaps(StudyPrivacy.of(access.study)):
        form = NoticeTextsForm(draft=draft, language=language)
        context = _frame(access, draft) | {"form": form, "language": WORDS[language], "not_published": True}
        return render(request, "interviews/consent_form.html", context, status=422)
    published = ConsentDraft.publish(access.study, access.user)
    messages.success(request, f"Form {published.version} stands now. Earlier answers keep the text they answered.")
    return redirect("interviews:consent_version", study_id=access.study.pk, version=published.version)


@require_safe
@in_study(Ability.READ)
def consent_version(request: HttpRequest, access: Access, version: int) -> HttpResponse:
    """One version as it was published, in each language; it prints."""
    form = get_object_or_404(access.study.consent_forms.prefetch_related("texts"), version=version)
    languages = form.languages()
    document = form.document_in(_language(request, languages or ["en"]))
    context = _shown(document, "P __") | {
        "consent_form": form,
        "languages": [WORDS[code] for code in languages],
        "tab": "people" if access.sees_names else "",
    }
    return render(request, "interviews/consent_version.html", context)
