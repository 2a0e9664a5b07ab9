from django.urls import path

from interviews.views import imports

interviews = "studies/<uuid:study_id>/interviews/"
one = f"{interviews}<int:interview_id>/import/"
urlpatterns = [
    path(f"{interviews}import/", imports.import_new, name="import_new"),
    path(one, imports.import_file, name="import"),
    path(f"{one}look/", imports.import_look, name="import_look"),
    path(f"{one}drop/", imports.import_drop, name="import_drop"),
]
