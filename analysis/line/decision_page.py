"""A decision with what it rests on: down to the insights, and from them to the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from analysis.evidence.sides import Stands
from analysis.models import Citation, Decision, Insight, Quote, Side
from studies.models import Study

SHOWN = 6


@dataclass(frozen=True)
class Reason:
    """One insight behind a decision, with its words by side; `first_` and `more` are what a page shows of them."""

    insight: Insight
    against: list[Quote]
    speaks_for: list[Quote]

    @property
    def first_against(self) -> list[Quote]:
        return self.against[:SHOWN]

    @property
    def first_for(self) -> list[Quote]:
        return self.speaks_for[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.against) + len(self.speaks_for) - len(self.first_against) - len(self.first_for)

    @property
    def stands(self) -> Stands:
        return Stands.of(
            (quote.participant_id for quote in self.speaks_for), (quote.participant_id for quote in self.against)
        )


def decision_page(decision: Decision) -> dict[str, Any]:
    insights = list(decision.insights.prefetch_related("assumptions").order_by("number"))
    cited = Citation.objects.filter(insight__in=insights).order_by("pk")
    rows = list(cited.values_list("insight", "quote", "side"))
    words = Quote.objects.allowed().for_cards().in_bulk([quote for _, quote, _ in rows])
    reasons = []
    for insight in insights:
        on = {Side.FOR.value: [], Side.AGAINST.value: []}  # type: dict[str, list[Quote]]
        for owner, quote, side in rows:
            if owner == insight.pk and quote in words:
                on[side].append(words[quote])
        reasons.append(Reason(insight, on[Side.AGAINST], on[Side.FOR]))
    return {"decision": decision, "reasons": reasons}


def decision_rows(study: Study) -> list[Decision]:
    rows = study.decisions.select_related("owner")
    return list(rows.prefetch_related(Prefetch("insights", Insight.objects.order_by("number"))))
