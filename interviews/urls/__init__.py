from interviews.urls import imports, people, sessions

app_name = "interviews"
urlpatterns = [
    *imports.urlpatterns,
    *people.urlpatterns,
    *sessions.urlpatterns,
]
