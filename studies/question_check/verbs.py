"""Forms of the everyday verbs a rewrite may bend. Others are never bent: no rewrite is to be wrong English.

Only verbs of doing: "How do you own a car?" would be a poor rewrite, so states (own, know, want, like) are left out.
"""

from __future__ import annotations

# base, past, participle where it differs from the past
_IRREGULAR = """
begin began begun|break broke broken|bring brought|build built|buy bought|catch caught|choose chose chosen|cut cut
deal dealt|do did done|draw drew drawn|drive drove driven|eat ate eaten|fill filled|find found|forget forgot forgotten
get got|give gave given|go went gone|handle handled|hold held|keep kept|lead led|leave left|lend lent|lose lost
make made|meet met|pay paid|put put|quit quit|read read
ride rode ridden|run ran run|sell sold|send sent|set set|show showed shown
shut shut|sit sat|speak spoke spoken|spend spent|split split|spread spread|take took taken|teach taught|tell told
throw threw thrown|wake woke woken|wear wore worn|write wrote written|redo redid redone|rewrite rewrote rewritten
"""

_REGULAR = """
adjust agree add allocate answer apply approve arrange ask assign attend audit back book browse calculate call cancel
change chase chat check clean close collect combine compare complete compute configure contact convert cook copy correct
count create cover deliver decide delete deploy describe design discuss divide document download drop edit email enter
estimate explain export filter fix follow forecast gather grab group guess help hire import inspect install invoice
invite jot label list locate log look manage map mark match measure mention merge message monitor move negotiate note
notice offer open order organise organize pack park pass pick place plan prepare present print process publish purchase
reconcile record refund register reject remove rename renew repair repeat replace reply report request research reserve
resolve restock review save scan schedule search select share ship shop sign skip solve sort start stock stop store
submit subscribe swap switch talk tap test track train transfer translate travel try type unpack update upload use
verify visit wait walk watch weigh work wrap
"""

_DOUBLES_ITS_LAST_LETTER = """
begin chat cut drop forget get grab jot log map plan put quit run scan set ship shop shut sit skip split stop submit
swap tap wrap
"""

# Not every verb of doing can be asked about with "How do you …" and still mean the same.
_WITHOUT_HOW = """
agree attend eat forget give go look lose mention notice pass quit read sit skip spend stop tell visit wait wake watch
wear work
"""
_DOUBLING = frozenset(_DOUBLES_ITS_LAST_LETTER.split())
_POOR_WITH_HOW = frozenset(_WITHOUT_HOW.split())


def _gerund(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + base[-1] + "ing" if base in _DOUBLING else base + "ing"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if base in _DOUBLING else base + "ed"


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _table() -> dict[str, tuple[str, str]]:
    """base -> past, participle"""
    table = {base: (_past(base), _past(base)) for base in _REGULAR.split()}
    for entry in _IRREGULAR.replace("\n", "|").split("|"):
        if entry:
            base, past, *participle = entry.split()
            table[base] = (past, participle[0] if participle else past)
    return table


_VERBS = _table()
BASES = frozenset(_VERBS)
_BASE_OF_GERUND = {_gerund(base): base for base in _VERBS}
_BASE_OF_THIRD = {_third(base): base for base in _VERBS}
_PAST_OF_PARTICIPLE = {participle: past for past, participle in _VERBS.values()} | {"had": "had"}


def past_of(base: str) -> str | None:
    return _VERBS[base][0] if base in _VERBS else None


def gerund_of(base: str) -> str | None:
    return _gerund(base) if base in _VERBS else None


def past_of_gerund(gerund: str) -> str | None:
    return past_of(_BASE_OF_GERUND.get(gerund, ""))


def past_of_third(third: str) -> str | None:
    return past_of(_BASE_OF_THIRD.get(third, ""))


def past_of_participle(participle: str) -> str | None:
    return _PAST_OF_PARTICIPLE.get(participle)


def goes_with_how(base: str) -> bool:
    return base in BASES and base not in _POOR_WITH_HOW
