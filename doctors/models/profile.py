"""A doctor as readers see one; entered by an operator, shown as last cleared."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from moderation.engine import Passage
from moderation.models import Submission
from moderation.moderated import Moderated
from moderation.shown import shown
from moderation.surface import Surface

from ..names import public_names
from ..specialties import Specialty


def new_public_id() -> str:
    """Eight characters that say nothing about the person."""
    return "".join(secrets.choice("0123456789abcdefghjkmnpqrstvwxyz") for _n in range(8))


class DoctorProfile(Moderated, PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Name, title, hospital, words and portrait. Readers see the values that were cleared, never a newer draft."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="profile", verbose_name=gettext_lazy("账号")
    )
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(gettext_lazy("姓名"), max_length=40)
    title = models.CharField(gettext_lazy("职称"), max_length=40)
    specialty = models.CharField(gettext_lazy("专科"), max_length=8, choices=Specialty)
    institution = models.CharField(gettext_lazy("单位"), max_length=80)
    biography = models.TextField(gettext_lazy("简介"), max_length=600, blank=True)
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("头像"),
    )
    # Wagtail's own `live` is born true.
    live = models.BooleanField(gettext_lazy("已公开"), default=False, editable=False)
    revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="base_content_type", object_id_field="object_id", for_concrete_model=False
    )

    surface_columns = frozenset({"user", "public_id", "name", "title", "specialty", "institution", "biography", "portrait"})
    panels = [
        FieldPanel("user"),
        FieldPanel("name"),
        FieldPanel("title"),
        FieldPanel("specialty"),
        FieldPanel("institution"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
    ]

    class Meta:
        verbose_name = gettext_lazy("医生主页")
        verbose_name_plural = gettext_lazy("医生主页")

    def __str__(self) -> str:
        return f"{self.name} · {self.institution}"

    def surface(self) -> Surface:
        names = ("name", "title", "specialty", "institution", "biography")
        content: dict[str, Any] = {name: getattr(self, name) for name in names} | {
            "public_id": self.public_id,
            "portrait": self.portrait_id,
        }
        assets = {str(self.portrait_id): self.portrait.sha256} if self.portrait else {}
        passages = tuple(Passage(name, getattr(self, name)) for name in names if getattr(self, name) and name != "specialty")
        return Surface(self._meta.label, content, passages, assets)

    def facts(self) -> dict[str, Any]:
        """Whose page it is is no patient on it, before the page is public too."""
        facts: dict[str, Any] = {"byline": [self.name], "doctors": public_names()}
        portrait = {"path": "portrait", "name": _("头像"), "credit": self.name, "licence": "PERM"}
        return {**facts, "pictures": [portrait]} if self.portrait_id else facts

    def contributor_accounts(self) -> Iterable[int]:
        kind = ContentType.objects.get_for_model(type(self))
        editors = Revision.objects.filter(object_id=str(self.pk), base_content_type=kind).values_list("user_id", flat=True)
        return {identity for identity in [self.user_id, *editors] if identity}

    def specialty_code(self) -> str:
        return self.specialty

    def publish_submission(self, submission: Submission) -> None:
        revision: Any = submission.revision
        self.frozen(submission)
        revision.publish(user=None, skip_permission_checks=True)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "doctors/profile_preview.html"

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Wagtail's, but the public id and what was decided stay those of the row."""
        profile = super().with_content_json(content)
        profile.public_id, profile.live_digest = self.public_id, self.live_digest
        return profile

    def shown_values(self) -> dict[str, str] | None:
        """The cleared values that a byline may repeat, or None while nothing of this doctor is public."""
        row = shown(type(self).objects.filter(pk=self.pk)).values("name", "title", "institution", "public_id").first()
        return {name: str(value) for name, value in row.items()} if row else None
