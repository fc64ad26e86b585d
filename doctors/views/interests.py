"""A doctor's own yearly declaration of interests."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from .. import interests, roles
from ..interest_form import SOME, InterestForm
from ..models.interests import RelationKind
from .access import DeskPage, Restricted


class OwnInterests(Restricted, DeskPage, FormView):
    """Begins with the relations of last year, never with last year's `none`."""

    form_class = InterestForm
    header_icon = "form"
    page_title = gettext_lazy("年度利益声明")
    template_name = "doctors/admin/interests.html"

    def admits(self, user: Any) -> bool:
        return roles.is_doctor(user)

    def way_here(self) -> list[tuple[str, Any]]:
        return [(reverse("doctors:own"), _("我的资质"))]

    def get_initial(self) -> dict[str, Any]:
        held = interests.newest(self.request.user)  # type: ignore[arg-type]
        if held is None or held.none:
            return {}
        lines: dict[str, list[str]] = {kind.value: [] for kind in RelationKind}
        for row in held.relations:
            products = "、".join(row.get("products") or [])
            lines.setdefault(row["kind"], []).append(row["organisation"] + (f"：{products}" if products else ""))
        return {"answer": SOME, **{kind: "\n".join(rows) for kind, rows in lines.items()}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = interests.newest(self.request.user)  # type: ignore[arg-type]
        return super().get_context_data(**kwargs) | {"held": held, "over": bool(held and held.valid_until < timezone.localdate())}

    def form_valid(self, form: InterestForm) -> HttpResponse:
        doctor: Any = self.request.user
        made = interests.declare(doctor, form.cleaned_data["relations"])
        messages.success(self.request, _("利益声明已保存，有效期至 %(day)s") % {"day": made.valid_until})
        return redirect("doctors:own")

    def form_invalid(self, form: InterestForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
