"""What the public forms ask, and what they say when something is missing; nothing that was typed is cut or lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...complaints import places, public_notice
from ...complaints.places import Place
from ...complaints.terms import ASKED, LONGEST_CONTACT, LONGEST_QUOTATION, LONGEST_TEXT, TERMS, term_of
from ...models import Case, ComplaintKind, Decision
from ...models.decision import CLEARING, ENDING
from ...models.reference import key


class Words(forms.CharField):
    """Text as it came; too much of it is named by its length and kept."""

    def __init__(self, longest: int, rows: int = 0, **kwargs: Any) -> None:
        self.longest = longest
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(strip=True, **kwargs)

    def clean(self, value: Any) -> str:
        words = str(super().clean(value)).replace("\x00", "")
        if len(words) > self.longest:
            raise forms.ValidationError(
                _("写了 %(written)s 字，最多 %(most)s 字；请删去一些，或把材料作为文件上传。您写的内容都还在。")
                % {"written": f"{len(words):,}", "most": f"{self.longest:,}"}
            )
        return words


class AboutPage(forms.Form):
    """The part of a form that says which page it is about."""

    about = Words(
        500,
        label=gettext_lazy("哪一页"),
        required=False,
        help_text=gettext_lazy("把网址粘贴在这里；从文章页点进来会自动填好"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    place: Place | None = None

    def clean_about(self) -> str:
        typed = str(self.cleaned_data["about"])
        if typed:
            self.place = places.recognise(typed)
            if self.place is None:
                raise forms.ValidationError(
                    _("没有认出这个网址。请打开那一页，复制地址栏里完整的网址；如果那一页不在本站，请向它所在的网站投诉。")
                )
        return typed


class ComplaintForm(AboutPage):
    """A reader's complaint."""

    kind = forms.ChoiceField(
        label=gettext_lazy("要投诉什么"),
        choices=[(kind.value, kind.label) for kind in ASKED],
        error_messages={"required": gettext_lazy("请选一项最接近的"), "invalid_choice": gettext_lazy("请选一项最接近的")},
    )
    number = Words(40, label=gettext_lazy("案件编号或通知里的编号（知道就填）"), required=False)
    quotation = Words(LONGEST_QUOTATION, 2, label=gettext_lazy("哪一句、哪张图（可以粘贴原文）"), required=False)
    text = Words(
        LONGEST_TEXT,
        7,
        label=gettext_lazy("为什么，依据是什么"),
        help_text=gettext_lazy("不用写您或病人的姓名、身份证号、病历号"),
        error_messages={"required": gettext_lazy("请写一写为什么，一两句也可以")},
    )
    contact = Words(
        LONGEST_CONTACT,
        label=gettext_lazy("邮箱或电话（可以不填）"),
        required=False,
        help_text=gettext_lazy("加密保存，只有办理的人能看到；填邮箱会把进展发给您"),
    )

    about_user: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind and term_of(kind).needs_page and not data.get("about") and "about" not in self.errors:
            self.add_error("about", _("请填写要投诉的那一页的网址"))
        if kind == ComplaintKind.MODERATOR:
            self.about_user = self._who_decided(data.get("number", ""))
        return data

    def _who_decided(self, number: str) -> Any:
        """Who has or closed the case with this number, or made the decision of a public notice, or decided last on the page."""
        case = Case.objects.filter(number=number).select_related("decided_by", "assignee").first() if number else None
        if case is not None:
            return case.decided_by or case.assignee
        decision = public_notice.decision_of(number)
        if decision is not None:
            return decision.by
        if self.place is not None:
            about = Decision.objects.filter(**key(self.place.instance), verb__in=(*CLEARING, *ENDING))
            newest = about.select_related("by").first()
            return newest.by if newest is not None else None
        return None

    @staticmethod
    def kinds() -> list[tuple[str, Any, Any]]:
        return [(kind.value, kind.label, TERMS[kind]) for kind in ASKED]


class RightsForm(AboutPage):
    """A rights holder's notice, with what the law wants to stand in it."""

    acts_as = forms.ChoiceField(
        label=gettext_lazy("您是"),
        choices=[("self", gettext_lazy("权利人本人，或权利人单位")), ("agent", gettext_lazy("受权利人委托"))],
        error_messages={"required": gettext_lazy("请选一项")},
    )
    holder = Words(80, label=gettext_lazy("权利人的姓名或名称"), error_messages={"required": gettext_lazy("请填写权利人")})
    name = Words(
        80, label=gettext_lazy("通知人的真实姓名或名称"), error_messages={"required": gettext_lazy("请填写您的真实姓名或名称")}
    )
    contact = Words(
        LONGEST_CONTACT,
        label=gettext_lazy("邮箱或电话"),
        help_text=gettext_lazy("法律要求通知里有真实身份和联系方式；加密保存，转送作者时不含联系方式"),
        error_messages={"required": gettext_lazy("请填写联系方式，否则通知不能生效")},
    )
    right = forms.ChoiceField(
        label=gettext_lazy("什么权利"),
        choices=[
            ("copyright", gettext_lazy("著作权")),
            ("portrait", gettext_lazy("肖像")),
            ("name", gettext_lazy("姓名或名誉")),
            ("mark", gettext_lazy("商标")),
            ("other", gettext_lazy("其他权利")),
        ],
        error_messages={"required": gettext_lazy("请选一项")},
    )
    work = Words(200, label=gettext_lazy("您的作品或权利"), error_messages={"required": gettext_lazy("请写明作品名称或权利")})
    work_url = Words(300, label=gettext_lazy("作品的网址（有就填）"), required=False)
    quotation = Words(LONGEST_QUOTATION, 2, label=gettext_lazy("这一页的哪一部分侵权"), required=False)
    text = Words(LONGEST_TEXT, 6, label=gettext_lazy("为什么侵权"), error_messages={"required": gettext_lazy("请写明为什么侵权")})
    good_faith = forms.BooleanField(
        label=gettext_lazy("我保证通知真实、出于善意；因错误通知造成损害的，由我承担责任"),
        error_messages={"required": gettext_lazy("请确认通知真实")},
    )

    def clean_about(self) -> str:
        typed = super().clean_about()
        if not typed:
            raise forms.ValidationError(_("请填写侵权页面的网址"))
        return typed

    def clean_work_url(self) -> str:
        address = str(self.cleaned_data["work_url"])
        if address and not address.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("网址应以 http:// 或 https:// 开头"))
        return address


class AdditionForm(forms.Form):
    """More of the same complaint."""

    text = Words(LONGEST_TEXT, 4, label=gettext_lazy("补充说明"), error_messages={"required": gettext_lazy("请写一写要补充什么")})


def words_of(data: dict[str, Any]) -> dict[str, str]:
    """What of a checked form is sealed and masked."""
    return {name: data[name] for name in ("quotation", "text") if data.get(name)}
