"""How an author names the people who took part."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from doctors.models import DoctorProfile
from moderation.shown import shown

from ..vocabulary import Role
from .people import is_colleague


def colleagues() -> list[tuple[Any, Any]]:
    """Doctors whose profile readers may see, by name."""
    public = shown(DoctorProfile.objects.order_by("name"))
    return [("", _("不是本站医生")), *((one.user_id, f"{one.name} · {one.institution}") for one in public)]


def named(account: int | None) -> dict[str, str]:
    """Name, title and institution of a colleague, as readers may see them."""
    profile = DoctorProfile.objects.filter(user_id=account).first() if account else None
    return (profile.shown_values() if profile else None) or {}


class AccountBlock(blocks.FieldBlock):
    """A doctor of this site, or nobody of it; the value is the account's id."""

    def __init__(self, required: bool = False, help_text: Any = "", **kwargs: Any) -> None:
        self.field = forms.TypedChoiceField(
            choices=colleagues, coerce=int, empty_value=None, required=required, help_text=help_text
        )
        super().__init__(**kwargs)


class ContributorBlock(blocks.StructBlock):
    """One person as the byline of this version names them; of a colleague on this site the rest is known."""

    account = AccountBlock(label=_("本站医生"), help_text=_("选了本站医生，姓名、职称、单位可以不填"))
    name = blocks.CharBlock(label=_("姓名"), max_length=40, required=False)
    role = blocks.ChoiceBlock(label=_("角色"), choices=Role.choices)
    title = blocks.CharBlock(label=_("职称"), max_length=40, required=False)
    institution = blocks.CharBlock(label=_("单位"), max_length=80, required=False)

    def clean(self, value: Any) -> Any:
        known = named(value.get("account"))
        for part in ("name", "title", "institution"):
            value[part] = value.get(part) or known.get(part, "")
        if not value["name"]:
            problem = ValidationError(_("请写姓名，或选一位本站医生"))
            raise blocks.StructBlockValidationError(block_errors={"name": problem})
        if not value.get("account") and is_colleague(value["name"], value["institution"]):
            problem = ValidationError(_("这位是本站医生，请在“本站医生”里选，由本人确认"))
            raise blocks.StructBlockValidationError(block_errors={"account": problem})
        return super().clean(value)

    class Meta:
        icon = "user"
        label = _("参与者")
