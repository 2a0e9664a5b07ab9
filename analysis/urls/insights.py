from django.urls import path

from analysis.views import assumptions, citations, decisions, insights, lenses, objectives

study = "studies/<uuid:study_id>/"
one = f"{study}insights/<int:insight_id>/"
ledger = f"{study}assumptions/<int:assumption_id>/"
decision = f"{study}decisions/<int:decision_id>/"

urlpatterns = [
    path(f"{study}insights/", insights.insights, name="insights"),
    path(f"{study}insights/new/", insights.insight_new, name="insight_new"),
    path(one, insights.insight, name="insight"),
    path(f"{one}edit/", insights.insight_edit, name="insight_edit"),
    path(f"{one}remove/", insights.insight_remove, name="insight_remove"),
    path(f"{one}cite/", citations.insight_cite, name="insight_cite"),
    path(f"{one}evidence/", insights.insight_evidence, name="insight_evidence"),
    path(f"{one}cite/side/", citations.citation_side, name="citation_side"),
    path(f"{one}cite/<int:quote_id>/remove/", citations.citation_remove, name="citation_remove"),
    path(f"{one}lenses/<slug:lens>/", lenses.insight_lens, name="insight_lens"),
    path(f"{one}decide/", decisions.decision_new, name="decision_new"),
    path(f"{study}decisions/", decisions.decisions, name="decisions"),
    path(decision, decisions.decision, name="decision"),
    path(f"{decision}edit/", decisions.decision_edit, name="decision_edit"),
    path(f"{decision}remove/", decisions.decision_remove, name="decision_remove"),
    path(f"{decision}answer/", decisions.decision_answer, name="decision_answer"),
    path(ledger, assumptions.assumption, name="assumption"),
    path(f"{ledger}judge/", assumptions.assumption_judge, name="assumption_judge"),
    path(f"{ledger}weigh/", assumptions.assumption_weigh, name="assumption_weigh"),
    path(f"{ledger}weigh/<int:quote_id>/remove/", assumptions.evidence_remove, name="evidence_remove"),
    path(f"{study}objectives/<int:objective_id>/", objectives.objective, name="objective"),
]
