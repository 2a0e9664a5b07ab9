from interviews.urls import imports, own_page, people, sessions

app_name = "interviews"
urlpatterns = [
    *imports.urlpatterns,
    *own_page.urlpatterns,
    *people.urlpatterns,
    *sessions.urlpatterns,
]
