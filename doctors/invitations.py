"""Invites people by a link with which they set their own password; nobody else ever knows it."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from moderation import ledger

from . import roles
from .models import User
from .qualification import DOCTORS

logger = logging.getLogger(__name__)


class InvitationRefused(Exception):
    """No account was made and no link sent; the text says why."""


class InvitationTokens(PasswordResetTokenGenerator):
    """Django's, under a salt of its own: a link to reset a password opens no invitation, nor the other way round."""

    key_salt = "doctors.invitations"


tokens = InvitationTokens()


@dataclass(frozen=True)
class Link:
    """Where the person sets the password, and whether the mail with it went out."""

    url: str
    mailed: bool


def invite(email: str, name: str, operator: User) -> User:
    """Make a doctor's account that nobody can sign in to yet. `send_link` then sends the invitation."""
    if not roles.is_operator(operator):
        raise InvitationRefused(_("只有运营人员可以邀请医生"))
    email = User.objects.normalize_email(email.strip()).lower()
    taken = _("这个邮箱已经有账号了，可以在名单里找到它")
    if User.objects.filter(email__iexact=email).exists():
        raise InvitationRefused(taken)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, name=name.strip())
            user.groups.add(Group.objects.get(name=DOCTORS))
            ledger.append("account invited", user, data={"by": operator.pk})
    except IntegrityError as twice:
        raise InvitationRefused(taken) from twice
    return user


def awaits_password(user: User) -> bool:
    """Nobody has set a password yet."""
    return not user.password or not user.has_usable_password()


def send_link(user: User, operator: User) -> Link:
    """Send a fresh link; every earlier one stops working. A failing mail server costs the mail only, never the account.

    Raises InvitationRefused where a password was set already or the account is closed.
    """
    if not roles.is_operator(operator):
        raise InvitationRefused(_("只有运营人员可以发送邀请"))
    if not user.is_active:
        raise InvitationRefused(_("账号已停用，不能邀请"))
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if not awaits_password(row):
            raise InvitationRefused(_("对方已经设置过密码。忘记密码时，请在登录页点「忘记密码」"))
        # The unusable password is random and part of the token, so this ends the links sent before.
        row.set_unusable_password()
        row.save(update_fields=["password"])
        ledger.append("invitation sent", row, data={"by": operator.pk})
    user.password = row.password
    url = settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[_uid(row), tokens.make_token(row)])
    return Link(url, _mail(row, url))


def _uid(user: User) -> str:
    return urlsafe_base64_encode(force_bytes(user.pk))


def _mail(user: User, url: str) -> bool:
    context = {"name": user.name, "url": url, "site": settings.SITE_NAME, "days": settings.PASSWORD_RESET_TIMEOUT // 86_400}
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string("doctors/mail/invitation_subject.txt", context).strip()
        body = render_to_string("doctors/mail/invitation.txt", context)
    try:
        send_mail(subject, body, None, [user.email])
    except Exception as failure:  # a mail server fails in any way it likes; addresses and the link stay out of the log
        logger.error("an invitation could not be mailed: %s", type(failure).__name__)
        return False
    return True
