from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.access import open_to_public


@open_to_public("only routed while measuring: bytes without a database")
def plain(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


urlpatterns = [path("bench/plain/<int:size>/", plain), path("", include("config.urls"))]
