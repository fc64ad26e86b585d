"""The form behind the article editor."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from doctors import interests

MOST_TAGS, LONGEST_TAG = 8, 30
_BETWEEN = re.compile(r"[、，,；;\s]+")


class ArticleForm(WagtailAdminPageForm):
    """Tags are one line of words, as doctors write them; the page keeps them as a list."""

    tag_line = forms.CharField(
        label=gettext_lazy("标签"), required=False, max_length=300, help_text=gettext_lazy("用顿号、逗号或空格分开，最多 8 个")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.instance.interests and self.for_user is not None:
            self.initial["interests"] = interests.statement(interests.newest(self.for_user))
        self.fields["tag_line"].initial = "、".join(str(block.value) for block in self.instance.tags)

    def clean_tag_line(self) -> list[str]:
        words = list(dict.fromkeys(word for word in _BETWEEN.split(self.cleaned_data["tag_line"]) if word))
        if len(words) > MOST_TAGS:
            raise ValidationError(_("标签最多 8 个"))
        if any(len(word) > LONGEST_TAG for word in words):
            raise ValidationError(_("每个标签最多 30 个字"))
        return words

    def save(self, commit: bool = True) -> Any:
        self.instance.tags = [("tag", word) for word in self.cleaned_data.get("tag_line", [])]
        return super().save(commit=commit)
