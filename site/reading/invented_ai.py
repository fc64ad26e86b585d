"""What the demo's authors say of generators, declared, checked and signed as in the editor."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone

from articles.attribution import ai
from articles.models import ArticlePage
from doctors.models import User


def declare(page: ArticlePage, author: User, rows: Sequence[Mapping[str, str]]) -> None:
    """Does nothing for an article that people wrote alone."""
    if not rows:
        return
    today = timezone.localdate()
    checked = {
        "used_on": (today - datetime.timedelta(days=3)).isoformat(),
        "checker": author.name,
        "checked_on": (today - datetime.timedelta(days=1)).isoformat(),
        "references_checked": "是",
    }
    page.set_stream("ai_uses", [{"type": "use", "value": {**checked, **row}} for row in rows])
    page.save_revision(user=author)
    draft = page.get_latest_revision_as_object()
    ai.sign(draft, author, [name for name, _sentence in ai.confirmations(draft)])
