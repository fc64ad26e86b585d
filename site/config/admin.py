"""Wagtail's user screens, for accounts that have one name and a mail address."""

from wagtail.users.apps import WagtailUsersAppConfig


class XinglinUsersConfig(WagtailUsersAppConfig):
    user_viewset = "config.accounts.AccountViewSet"
