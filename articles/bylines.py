"""Who stands under the title of this version."""

from typing import TYPE_CHECKING, Any

from doctors.models import DoctorProfile

from .attribution.vocabulary import Role

if TYPE_CHECKING:
    from .models import ArticlePage


def byline_of(page: "ArticlePage") -> list[dict[str, Any]]:
    """The owner as the cleared profile says, else as the account says; an id, so that the page can link to the doctor."""
    if page.owner_id is None:
        return page.byline
    profile = DoctorProfile.objects.filter(user_id=page.owner_id).first()
    shown = profile.shown_values() if profile else None
    person = {"account": page.owner_id, "name": page.owner.name, "role": str(Role.AUTHOR)}
    if shown:
        person |= {
            "name": shown["name"],
            "title": shown["title"],
            "institution": shown["institution"],
            "doctor": shown["public_id"],
        }
    return [{name: value for name, value in person.items() if value}]
