"""A consent form put together in one language: what is kept with a version, hashed, shown and mailed; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from interviews.consent.notice_fields import DETAILS, FIRST
from interviews.consent_words import ConsentWords

MEDIA_PURPOSES = {"recording", "transcription"}

Document = dict[str, Any]


def compose(
    words: ConsentWords, texts: Mapping[str, str], purposes: Sequence[str], promises: Mapping[str, Any]
) -> Document:
    """`promises`: outcome, withdraw_until, media_until, words_until, identity_until, days as ISO text or None.

    What isn't written yet says so, for the preview; a draft with gaps isn't published.
    """
    said = {name: texts.get(name, "").strip() or words.unwritten for name in (*FIRST, *DETAILS, "incentive")}
    return {
        "language": words.code,
        "title": words.title,
        "sections": [{"key": key, "heading": words.headings[key], "text": said[key]} for key in FIRST],
        "named": words.named,
        "keep_heading": words.headings["keep"],
        "keep": [
            {"label": words.keep_rows[kind], "until": _until(words, promises[f"{kind}_until"])}
            for kind in ("media", "words", "identity")
            if kind != "media" or MEDIA_PURPOSES & set(purposes)
        ],
        "choices_heading": words.headings["choices"],
        "incentive": said["incentive"],
        "choices_intro": words.choices_intro,
        "purposes": _asks(words, purposes),
        "change_heading": words.headings["change"],
        "change": " ".join([words.change, words.outcomes[promises["outcome"]], _cut_off(words, promises)]),
        "details_heading": words.headings["details"],
        "details": [*(_detail(words, key, said[key]) for key in DETAILS), _detail(words, "rights", words.rights)],
    }


def in_free_words(words: ConsentWords, body: str, purposes: Sequence[str]) -> Document:
    """A form that was written as one text, shown in the same places."""
    return {
        "language": words.code,
        "title": words.title,
        "sections": [{"key": "body", "heading": "", "text": body}],
        "named": words.named,
        "keep_heading": "",
        "keep": [],
        "choices_heading": words.headings["choices"],
        "incentive": "",
        "choices_intro": words.choices_intro,
        "purposes": _asks(words, purposes),
        "change_heading": words.headings["change"],
        "change": words.change,
        "details_heading": "",
        "details": [],
    }


def _asks(words: ConsentWords, purposes: Sequence[str]) -> list[dict[str, str]]:
    return [{"purpose": key, "label": words.purposes[key][0], "help": words.purposes[key][1]} for key in purposes]


def _detail(words: ConsentWords, key: str, text: str) -> dict[str, str]:
    return {"heading": words.headings[key], "text": f"{words.complain} {text}" if key == "authority" else text}


def _day(words: ConsentWords, iso: str | None) -> str:
    return words.day(date.fromisoformat(iso)) if iso else "…"


def _until(words: ConsentWords, iso: str | None) -> str:
    return words.until.format(day=_day(words, iso)) if iso else words.unwritten


def _cut_off(words: ConsentWords, promises: Mapping[str, Any]) -> str:
    day = promises["withdraw_until"]
    return words.cut_off.format(day=_day(words, day)) if day else words.no_cut_off


def as_text(document: Document, code: str = "P __") -> str:
    """The whole form as plain text: for the mail, for the record and for reading it aloud."""
    keep = "\n".join(f"{row['label']}: {row['until']}" for row in document["keep"])
    asks = "\n".join(f"- {row['label']}: {row['help']}" for row in document["purposes"])
    parts = [
        ("", document["title"]),
        *((section["heading"], section["text"]) for section in document["sections"]),
        ("", document["named"].format(code=code)),
        (document["keep_heading"], keep),
        (document["choices_heading"], _lines(document["incentive"], document["choices_intro"])),
        ("", asks),
        (document["change_heading"], document["change"]),
        ("", document["details_heading"]),
        *((row["heading"], row["text"]) for row in document["details"]),
    ]
    return "\n\n".join(_lines(heading, text) for heading, text in parts if text)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def fingerprint(purposes: Sequence[str], promises: Mapping[str, Any], documents: Mapping[str, Document]) -> str:
    """SHA-256 over everything a version says and promises, in every language."""
    told = {"purposes": list(purposes), "promises": dict(promises), "texts": dict(documents)}
    return hashlib.sha256(
        json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()
