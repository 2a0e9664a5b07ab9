from studies.urls import studies, plan, script

app_name = "studies"
urlpatterns = [
    *studies.urlpatterns,
    *plan.urlpatterns,
    *script.urlpatterns,
]
