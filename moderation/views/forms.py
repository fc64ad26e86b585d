"""What an author fills in when handing in or taking back."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Kept with each submission, word for word.
WARRANTY = _(
    "我保证：本文内容真实、有据可查；没有泄露任何患者的隐私；不含广告或变相推广；不侵犯他人的著作权、肖像权；"
    "署名、来源、AI 使用和利益关系均如实填写。"
)


class HandInForm(forms.Form):
    """The author's warranty, and a time before which the piece shall not appear."""

    warranty = forms.BooleanField(label=WARRANTY, error_messages={"required": _("请先阅读并勾选作者保证")})
    publish_at = forms.DateTimeField(
        label=_("希望发布的时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("留空表示审核通过后立即发布。按北京时间填写。"),
        error_messages={"invalid": _("请填写完整的日期和时间，例如 2026-05-20 08:00")},
    )

    def clean_publish_at(self) -> object:
        wished = self.cleaned_data["publish_at"]
        if wished is not None and wished <= timezone.now():
            raise forms.ValidationError(_("这个时间已经过去。请改为以后的时间，或留空，审核通过后立即发布。"))
        return wished


class WithdrawForm(forms.Form):
    """Why an author takes a published piece away from readers."""

    reason = forms.CharField(
        label=_("撤下的理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明撤下的理由，它会留在记录里")},
    )
