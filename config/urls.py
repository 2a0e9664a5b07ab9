from django.urls import include, path

from config.views import healthy

urlpatterns = [
    path("healthy/", healthy, name="healthy"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("studies.urls")),
    path("", include("interviews.urls")),
    path("", include("analysis.urls")),
]
