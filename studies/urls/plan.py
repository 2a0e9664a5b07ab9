from django.urls import path

from studies.views import assumptions, objectives, personas

base = "studies/<uuid:study_id>/"
urlpatterns = [
    path(f"{base}plan/", objectives.plan, name="plan"),
    path(f"{base}objectives/", objectives.objectives, name="objectives"),
    path(f"{base}objectives/add/", objectives.objective_add, name="objective_add"),
    path(f"{base}objectives/order/", objectives.objective_order, name="objective_order"),
    path(f"{base}objectives/<int:objective_id>/edit/", objectives.objective_edit, name="objective_edit"),
    path(f"{base}objectives/<int:objective_id>/move/", objectives.objective_move, name="objective_move"),
    path(f"{base}objectives/<int:objective_id>/remove/", objectives.objective_remove, name="objective_remove"),
    path(f"{base}personas/", personas.personas, name="personas"),
    path(f"{base}personas/add/", personas.persona_add, name="persona_add"),
    path(f"{base}personas/<int:persona_id>/edit/", personas.persona_edit, name="persona_edit"),
    path(f"{base}personas/<int:persona_id>/remove/", personas.persona_remove, name="persona_remove"),
    path(f"{base}assumptions/", assumptions.assumptions, name="assumptions"),
    path(f"{base}assumptions/add/", assumptions.assumption_add, name="assumption_add"),
    path(f"{base}assumptions/<int:assumption_id>/edit/", assumptions.assumption_edit, name="assumption_edit"),
    path(f"{base}assumptions/<int:assumption_id>/remove/", assumptions.assumption_remove, name="assumption_remove"),
]
