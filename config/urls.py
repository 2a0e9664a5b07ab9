from django.urls import include, path

from analysis.views.studies import home
from config.views import healthy

urlpatterns = [
    path("", home, name="home"),
    path("healthy/", healthy, name="healthy"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("studies.urls")),
    path("", include("interviews.urls")),
    path("", include("analysis.urls")),
]

handler500 = "config.errors.broken"
