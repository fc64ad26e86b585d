"""The addresses of links that are sent to people without an account."""

from django.urls import path

from .views import signing

urlpatterns = [
    path("sign/<str:secret>/", signing.by_link, name="sign"),
    path("sign/<str:secret>/article/", signing.sheet_by_link, name="sign_sheet"),
]
