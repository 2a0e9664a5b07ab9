from interviews.urls import contacts, imports, own_page, people, sessions

app_name = "interviews"
urlpatterns = [
    *contacts.urlpatterns,
    *imports.urlpatterns,
    *own_page.urlpatterns,
    *people.urlpatterns,
    *sessions.urlpatterns,
]
