from django.urls import path

from analysis.views import person_data, withdrawal

study = "studies/<uuid:study_id>/"
one = f"{study}people/<int:participant_id>/"
urlpatterns = [
    path(f"{one}withdraw/", withdrawal.withdraw, name="withdraw"),
    path(f"{one}data.zip", person_data.person_data, name="person_data"),
    path(f"{study}withdrawals/", withdrawal.withdrawals, name="withdrawals"),
    path(f"{study}withdrawals/<int:withdrawal_id>/", withdrawal.withdrawal, name="withdrawal"),
    path(f"{study}withdrawals/<int:withdrawal_id>/steps/", withdrawal.withdrawal_steps, name="withdrawal_steps"),
    path(
        f"{study}withdrawals/<int:withdrawal_id>/tasks/<int:task_id>/",
        withdrawal.withdrawal_task,
        name="withdrawal_task",
    ),
]
