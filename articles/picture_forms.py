"""The form of every picture upload in the admin."""

from typing import Any

from wagtail.images.forms import BaseImageForm

from .pictures import PictureFormField


class PictureForm(BaseImageForm):
    """Wagtail names its own field for the file; ours decodes the whole upload before anything else looks at it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = self.fields.get("file")
        if stock is not None:
            self.fields["file"] = PictureFormField(label=stock.label, required=stock.required, widget=stock.widget)
