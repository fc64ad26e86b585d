"""The box of quick entry above the list of references in the editor."""

from typing import Any

from wagtail.admin.panels import Panel


class QuickEntryPanel(Panel):
    """Reads what is pasted and puts it in as blocks, searches the library, and says how marks and list fit."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/references/quick_entry.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            return {**super().get_context_data(parent_context), "page_id": self.instance.pk}
