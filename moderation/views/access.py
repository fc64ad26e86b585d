"""Who may open which screen: authors their own work, moderators the desk, operators the duties."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..moderated import Moderated

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

View = Callable[..., HttpResponseBase]


def is_moderator(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("moderation.work_the_desk"))


def sees_duties(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("moderation.view_dutyrun"))


def for_moderators(view: View) -> View:
    """Everybody else is led back to the dashboard with a sentence."""
    return _only(is_moderator, view, _("审核台只对审核员开放"))


def for_desk(view: View) -> View:
    """For moderators, and for operators who see to it that the desk is staffed."""
    return _only(lambda user: is_moderator(user) or sees_duties(user), view, _("审核台只对审核员开放"))


def for_desk_operators(view: View) -> View:
    return _only(sees_duties, view, _("派件和工作日历只对运营人员开放"))


def for_operators(view: View) -> View:
    return _only(sees_duties, view, _("值守任务只对运营人员开放"))


def _only(allowed: Callable[[Any], bool], view: View, sentence: "StrOrPromise") -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allowed(request.user):
            messages.error(request, str(sentence))
            return redirect("wagtailadmin_home")
        return view(request, *args, **kwargs)

    return guarded


def hide_from_whom_it_is_about(user: Any, case: Any) -> None:
    """To the person whom a case is about it does not exist. Raises Http404."""
    if case.about_user_id == user.pk:
        raise Http404


def moderated_object(app_label: str, model_name: str, pk: int) -> Any:
    """The moderated object with this address, as it stands in its row. Raises Http404."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as unknown:
        raise Http404 from unknown
    instance = model._base_manager.filter(pk=pk).first() if issubclass(model, Moderated) else None
    if instance is None:
        raise Http404
    return instance


def own_work(request: HttpRequest, app_label: str, model_name: str, pk: int) -> Any:
    """The object, for somebody who takes part in it or may edit it; to everybody else it does not exist. Raises Http404."""
    instance = moderated_object(app_label, model_name, pk)
    if not (takes_part(request.user, instance) or _may_edit(request.user, instance)):
        raise Http404
    return instance


def takes_part(user: Any, instance: Any) -> bool:
    """Whether this account is, by row or newest draft, among those who may read the drafts."""
    return user.pk in {*instance.draft_accounts(), *instance.get_latest_revision_as_object().draft_accounts()}


def is_author(user: Any, instance: Any) -> bool:
    """Whether these are, by row or newest draft, words of this account."""
    return user.pk in {*instance.author_accounts(), *instance.get_latest_revision_as_object().author_accounts()}


def may_mend(user: Any, instance: Any) -> bool:
    """Whether this account may change the draft itself; whoever else takes part proposes."""
    return _may_edit(user, instance) or (not isinstance(instance, Page) and is_author(user, instance))


def _may_edit(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{instance._meta.app_label}.change_{instance._meta.model_name}"))
