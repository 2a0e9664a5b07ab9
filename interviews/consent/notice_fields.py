"""What a consent form has to say before people may be asked: GDPR Article 13, and what a person wants to know first; pure.

Three of the article's points aren't typed: how long things are kept and what a withdrawal does come from the study's
settings, the person's rights from `consent_words`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeField:
    name: str
    label: str
    help: str
    article: str = ""
    rows: int = 2


FIELDS = (
    NoticeField("about", "What it is about", "One or two sentences: what you want to learn and what for. Say that you sell nothing, if so.", "13(1)(c)", 3),
    NoticeField("happens", "What happens", "How long you talk and how, what is written down, what you do with it.", "", 3),
    NoticeField("recipients", "Who sees it", "People and companies: the team, a transcription service, where the server stands. Say who will not, such as their employer.", "13(1)(e)", 3),
    NoticeField("incentive", "Thank you", "What they get, and that they get it whatever they choose. If nothing, say so."),
    NoticeField("controller", "Who is responsible", "Company, postal address, e-mail. People write here to use their rights.", "13(1)(a)", 3),
    NoticeField("dpo", "Data protection officer", "How to reach them. If you have none, say so: “We have none. Write to the address above.”", "13(1)(b)"),
    NoticeField("basis", "Legal basis", "Why you may do this. For interviews it is nearly always consent.", "13(1)(c)"),
    NoticeField("interests", "Legitimate interests", "Only if something rests on Article 6(1)(f). Else: “None. Everything here rests on your consent.”", "13(1)(d)"),
    NoticeField("transfer", "Transfer to other countries", "Which countries outside the EU or the UK, and what protects the data there. Else: “Nothing leaves the EU.”", "13(1)(f)"),
    NoticeField("authority", "Authority for complaints", "Its name and web address: the one where you are, or where the person lives.", "13(2)(d)"),
    NoticeField("required", "Whether they have to", "Whether anything obliges them, and what happens if they don’t.", "13(2)(e)"),
    NoticeField("automated", "What machines do", "Programs that transcribe or sort, AI among them, and what people check. No automated decisions? Say so.", "13(2)(f)"),
)  # fmt: skip
# Said before the choices; the others stand under "your rights, and who is responsible".
FIRST = ("about", "happens", "recipients")
DETAILS = ("controller", "dpo", "basis", "interests", "transfer", "required", "automated", "authority")


def empty_fields(texts: dict[str, str]) -> list[NoticeField]:
    return [field for field in FIELDS if not texts.get(field.name, "").strip()]
