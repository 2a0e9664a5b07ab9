from studies.urls import plan, script, studies

app_name = "studies"
urlpatterns = [
    *studies.urlpatterns,
    *plan.urlpatterns,
    *script.urlpatterns,
]
