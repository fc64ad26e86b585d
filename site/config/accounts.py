"""Wagtail's account screens with one name instead of two, and without a way to make superusers by a click."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

User = get_user_model()


class _OneName:
    """Drops what Wagtail's form declares and this account model does not have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)  # type: ignore[attr-defined]


class AccountCreationForm(_OneName, UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class AccountEditForm(_OneName, UserEditForm):
    class Meta:
        model = User
        fields = ("email", "name", "is_active", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


class AccountViewSet(UserViewSet):
    menu_label = _("账号")
    template_prefix = "wagtailusers/users/"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AccountEditForm if for_update else AccountCreationForm
