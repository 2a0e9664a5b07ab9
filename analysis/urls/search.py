from django.urls import path

from analysis.views import search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/quick/", search.search_quick, name="search_quick"),
]
