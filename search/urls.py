"""The addresses of search."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.results, name="search"),
    path("api/search", views.api_search, name="api_search"),
    path("api/suggest", views.api_suggest, name="api_suggest"),
]
