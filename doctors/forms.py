"""The forms of the operators' desk: an invitation, a profile's beginning, and one certificate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from . import verification
from .models import Certificate, User
from .specialties import Specialty


class PracticeForm(forms.Form):
    """What begins a public profile."""

    title = forms.CharField(label=_("职称"), max_length=40, help_text=_("例如：主任医师"))
    specialty = forms.ChoiceField(label=_("专科"), choices=[("", _("请选择")), *Specialty.choices])
    institution = forms.CharField(label=_("单位"), max_length=80, help_text=_("执业机构的全称"))


class InvitationForm(PracticeForm):
    """What is needed to open an account as well."""

    name = forms.CharField(label=_("真实姓名"), max_length=40, help_text=_("与身份证和医师执业证书一致"))
    email = forms.EmailField(label=_("邮箱"), help_text=_("邀请发到这里，以后也用它登录"))
    field_order = ("name", "email", "title", "specialty", "institution")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("这个邮箱已经有账号了，可以在名单里找到它"))
        return email


class CertificateForm(forms.ModelForm):
    """Issuer and dates; neither number nor scan is asked for."""

    class Meta:
        model = Certificate
        fields = ("issuer", "issued_on", "expires_on")
        widgets = {"issued_on": AdminDateInput, "expires_on": AdminDateInput}
        help_texts = {
            "issuer": _("写机关名称，例如：杭州市卫生健康委员会。不要写证件编号"),
            "expires_on": _("长期有效的证件留空"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = verification.faults(cleaned.get("issuer", ""), cleaned.get("issued_on"), cleaned.get("expires_on"))
        for field, reason in found.items():
            if field not in self.errors:
                self.add_error(field, reason)
        return cleaned
