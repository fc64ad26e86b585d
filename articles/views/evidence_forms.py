"""What is asked about each kind of evidence."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..attribution import record, rights
from ..attribution.evidence_vocabulary import Channel, Release, Right, Scope, Use
from ..models import ArticlePage, CaseConsent, EmployerLetter, ImageRelease, Permission


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class EvidenceForm(forms.ModelForm):
    """File, term and channels; each kind adds its own questions before them."""

    file = forms.FileField(
        label=gettext_lazy("凭证文件"),
        help_text=gettext_lazy(
            "签字盖章的原件的扫描件或照片：PDF、JPEG、PNG、WebP、TIFF 或 DOCX。加密保存，只有您、审核员和运营人员能看"
        ),
        error_messages={"required": gettext_lazy("请选择凭证文件"), "empty": gettext_lazy("文件是空的")},
    )
    channels = _several(
        gettext_lazy("使用渠道"),
        Channel.choices,
        initial=[Channel.SITE],
        error_messages={"required": gettext_lazy("请至少选一个渠道")},
    )
    purposes = _several(
        gettext_lazy("同意的用途"),
        Use.choices,
        initial=[Use.PUBLIC],
        help_text=gettext_lazy("照文件里写的勾选"),
        error_messages={"required": gettext_lazy("请按文件勾选同意的用途")},
    )
    shared = ("channels", "purposes", "valid_from", "valid_until", "obtained_by", "note", "file")

    def __init__(self, page: ArticlePage, *args: Any, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [(value, label if value != "" else _("请选择")) for value, label in field.choices]  # type: ignore[misc, union-attr]
        self.order_fields([*(name for name in self.fields if name not in self.shared), *self.shared])

    def clean_channels(self) -> list[str]:
        channels: list[str] = self.cleaned_data["channels"]
        if Channel.SITE not in channels:
            raise forms.ValidationError(_("没有包括“本站网页”的授权，不能用于这里的文章"))
        return channels

    def clean_purposes(self) -> list[str]:
        purposes: list[str] = self.cleaned_data["purposes"]
        if Use.PUBLIC not in purposes:
            raise forms.ValidationError(_("没有包括“公开的医学科普”的同意，不能用于这里的文章"))
        return purposes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if ends and ends < timezone.localdate():
            self.add_error("valid_until", _("这份凭证已经过期，请上传续签的"))
        elif starts and ends and ends < starts:
            self.add_error("valid_until", _("有效期至不能早于生效日期"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is kept besides the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


_SHARED = ("channels", "purposes", "valid_from", "valid_until", "obtained_by", "note")
_DAYS: dict[str, Any] = {"valid_from": _Day, "valid_until": _Day, "completed_on": _Day}


class PermissionForm(EvidenceForm):
    """The work is chosen among those that the article names, so that a permission for another one cannot slip in."""

    work_title = forms.ChoiceField(
        label=gettext_lazy("授权的作品"),
        error_messages={"invalid_choice": gettext_lazy("文章的“原作品”里没有这一件；请先在编辑器里写明原作品，再上传它的授权")},
    )
    rights = _several(
        gettext_lazy("授予的权利"), Right.choices, error_messages={"required": gettext_lazy("请按授权书勾选授予的权利")}
    )

    class Meta:
        model = Permission
        fields = (
            *("work_title", "licensor", "licensor_capacity", "licensor_contact", "rights", "exclusive", "territory"),
            *("fee", "sublicensing", "single_use", *_SHARED),
        )
        widgets = _DAYS

    def __init__(self, page: ArticlePage, *args: Any, **kwargs: Any) -> None:
        super().__init__(page, *args, **kwargs)
        self.works: dict[str, dict[str, str]] = {}
        for work in rights.works(page):
            name = work["title"] if work["title"] not in self.works else f"{work['title']}（{work['author']}）"
            if work["title"]:
                self.works[name] = work
        self.fields["work_title"].choices = [(title, title) for title in self.works]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        work = self.works[self.cleaned_data["work_title"]]
        named = {"work_title": work["title"][:200], "work_author": work["author"][:120], "work_url": work["url"][:500]}
        return super().values() | named


class CaseConsentForm(EvidenceForm):
    scope = _several(gettext_lazy("同意的内容"), Scope.choices, error_messages={"required": gettext_lazy("请按同意书勾选")})

    def clean_scope(self) -> list[str]:
        scope: list[str] = self.cleaned_data["scope"]
        if Scope.STORY not in scope:
            raise forms.ValidationError(_("没有同意讲“病情经过”，文章就不能写这个病例；只涉及照片的，请上传图片的肖像同意书"))
        return scope

    class Meta:
        model = CaseConsent
        fields = ("case_label", "signer", "scope", *_SHARED)
        widgets = _DAYS


class ImageReleaseForm(EvidenceForm):
    image = forms.TypedChoiceField(
        label=gettext_lazy("图片"),
        coerce=int,
        error_messages={"invalid_choice": gettext_lazy("这张图片不在文章里；请先把图片放进文章，再上传它的授权")},
    )

    class Meta:
        model = ImageRelease
        fields = ("about", "person", "granted_by", *_SHARED)
        widgets = _DAYS

    def __init__(self, page: ArticlePage, *args: Any, **kwargs: Any) -> None:
        super().__init__(page, *args, **kwargs)
        used = {picture["image"]: picture["name"] for picture in record.pictures(page) if picture["image"]}
        self.fields["image"].choices = list(used.items())  # type: ignore[attr-defined]
        self.order_fields(["image"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("about") == Release.PORTRAIT and not cleaned.get("person"):
            self.add_error("person", _("请写明是图中哪一位，例如“左一，患者”（不写姓名）；图里有几个人，就传几份"))
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        image = values.pop("image")
        return {**values, "image_id": image}


class EmployerLetterForm(EvidenceForm):
    class Meta:
        model = EmployerLetter
        fields = ("institution", "hire", "completed_on", "allows_licensing", *_SHARED)
        widgets = _DAYS

    def clean_completed_on(self) -> Any:
        completed = self.cleaned_data["completed_on"]
        if completed > timezone.localdate():
            raise forms.ValidationError(_("完成日期还没有到"))
        return completed


FORMS: dict[str, type[EvidenceForm]] = {
    "permission": PermissionForm,
    "consent": CaseConsentForm,
    "release": ImageReleaseForm,
    "letter": EmployerLetterForm,
}
