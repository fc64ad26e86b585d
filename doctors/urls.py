"""Addresses outside the desk, to be included at the root, before Wagtail's own."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from .views.invitation import AcceptInvitation, ended
from .views.own import OwnAccount

urlpatterns = [
    path("admin/account/", never_cache(require_admin_access(OwnAccount.as_view()))),
    path("invitation/ended/", ended, name="invitation_ended"),
    path("invitation/<uidb64>/<token>/", AcceptInvitation.as_view(), name="invitation"),
]
