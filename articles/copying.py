"""The form that copies an article in the admin: the copy's id is drawn, not typed."""

from typing import Any

from django import forms
from wagtail.admin.forms.pages import CopyForm

from . import identity


class ArticleCopyForm(CopyForm):
    """Wagtail's, without the address, without going live and without the earlier versions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"] = forms.CharField(initial=identity.new_id, widget=forms.HiddenInput, required=False)
        for name in ("publish_copies", "copy_subpages", "alias"):
            self.fields.pop(name, None)

    def clean_new_slug(self) -> str:
        return identity.new_id()
