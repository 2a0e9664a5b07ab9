from interviews.urls import contacts, imports, people, sessions

app_name = "interviews"
urlpatterns = [
    *contacts.urlpatterns,
    *imports.urlpatterns,
    *people.urlpatterns,
    *sessions.urlpatterns,
]
