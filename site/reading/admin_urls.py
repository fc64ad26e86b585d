"""Addresses of this app below the administration's."""

from django.urls import path

from .views import clients

urlpatterns = [
    path("api-clients/", clients.Register.as_view(), name="api_clients"),
    path("api-clients/<int:pk>/revoke/", clients.Revoke.as_view(), name="api_clients_revoke"),
]
