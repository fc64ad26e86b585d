"""The sizes in which readers get pictures: fetched for a page by one query, made before anybody asks for them."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.images.models import Filter

from articles import passages
from articles.attribution.proof import signing
from articles.models import ArticleImage, ArticlePage, ArticleRendition, Signature
from doctors.models import DoctorProfile

log = logging.getLogger(__name__)

# Filter specifications of one use of a picture, the smallest first; the last one is what old browsers load.
FIGURE = ("width-640|format-webp", "width-1216|format-webp")
CARD = ("fill-640x360|format-webp",)
PORTRAIT = ("fill-160x160|format-webp",)
SHARED = ("fill-1200x630|format-png",)

Found = dict[tuple[int, str], ArticleRendition]


@dataclass(frozen=True)
class Picture:
    """What an `img` needs: address, choices by width, and size in pixels."""

    src: str
    srcset: str
    width: int
    height: int
    generated: bool = False


def fetch(wanted: Mapping[int, Iterable[str]]) -> Found:
    """The renditions of these pictures in these sizes, by one query; what was never made is made now."""
    pairs = {(image, spec) for image, specs in wanted.items() for spec in specs}
    if not pairs:
        return {}
    rows = ArticleRendition.objects.filter(image_id__in=sorted(wanted), filter_spec__in=sorted({spec for _image, spec in pairs}))
    found = {(row.image_id, row.filter_spec): row for row in rows.order_by("pk")}
    missing = pairs - found.keys()
    images = ArticleImage.objects.in_bulk({image for image, _spec in missing}) if missing else {}
    for image, spec in missing:
        if image in images:
            found |= _made(images[image], spec)
    return found


def _made(image: ArticleImage, spec: str) -> Found:
    """As Wagtail makes one, but the temporary file is closed."""
    try:
        wanted = Filter(spec=spec)
        with image.generate_rendition_file(wanted) as file:
            rendition, _created = ArticleRendition.objects.get_or_create(
                image=image, filter_spec=spec, focal_point_key=wanted.get_cache_key(image), defaults={"file": file}
            )
        return {(image.pk, spec): rendition}
    except Exception:  # a lost or damaged file costs the picture, not the page
        log.warning("picture %s cannot be made as %s", image.pk, spec, exc_info=True)
        return {}


def picture(found: Found, image: int | None, specs: Iterable[str]) -> Picture | None:
    """One picture out of what was fetched, or None when there is none to show."""
    rows = [found[(image, spec)] for spec in specs if image is not None and (image, spec) in found]
    if not rows:
        return None
    largest = rows[-1]
    srcset = ", ".join(f"{row.file.url} {row.width}w" for row in rows) if len(rows) > 1 else ""
    return Picture(largest.file.url, srcset, largest.width, largest.height)


def make_for(instance: Any) -> int:
    """Make every size that pages will ask for of the pictures that this object shows, and have them signed; how many there are."""
    found = fetch(_shown_by(instance))
    if found and isinstance(instance, ArticlePage):
        signing.add_pictures(instance.pk)
    if found and isinstance(instance, DoctorProfile):
        for article in _naming(instance):
            signing.add_pictures(article)
    return len(found)


def take_away(instance: Any) -> int:
    """Delete every size of the pictures that readers saw on this object and see nowhere else now; how many went.

    A page that left must not go on at the addresses of its pictures. Restoring makes them anew.
    """
    if type(instance)._base_manager.filter(pk=instance.pk, live=True).exists():
        return 0
    gone = [image for image in _shown_by(instance) if not _shown_elsewhere(image, instance)]
    return ArticleRendition.objects.filter(image_id__in=gone).delete()[0] if gone else 0


def _shown_elsewhere(image: int, instance: Any) -> bool:
    if DoctorProfile.objects.filter(portrait_id=image, live=True).exists():
        return True
    named = Q()
    for column in ("body_text", "cover_text"):
        named |= Q(**{f"{column}__contains": f'"image": {image},'}) | Q(**{f"{column}__contains": f'"image": {image}}}'})
    texts = ArticlePage.objects.filter(live=True).annotate(
        body_text=Cast("body", TextField()), cover_text=Cast("cover", TextField())
    )
    others = texts.exclude(pk=instance.pk) if isinstance(instance, ArticlePage) else texts
    return bool(others.filter(named).exists())


def _naming(profile: DoctorProfile) -> list[int]:
    """Published articles beside whose names this portrait stands: the doctor's own, and those that the doctor signed for."""
    signed = Signature.objects.filter(account=profile.user_id).values("submission__object_id")
    published = ArticlePage.objects.published().filter(Q(owner_id=profile.user_id) | Q(pk__in=signed))
    return list(published.values_list("pk", flat=True))


def _shown_by(instance: Any) -> dict[int, tuple[str, ...]]:
    if isinstance(instance, ArticlePage):
        cover, body = instance.cover.get_prep_value(), instance.body.get_prep_value()
        wanted = dict.fromkeys(passages.image_ids(body), FIGURE)
        return wanted | dict.fromkeys(passages.image_ids(cover), (*FIGURE, *CARD, *SHARED))
    if isinstance(instance, DoctorProfile) and instance.portrait_id:
        return {instance.portrait_id: PORTRAIT}
    return {}


def make_all() -> int:
    """Make what every published article and profile needs; how many there are."""
    return sum(make_for(row) for model in (ArticlePage, DoctorProfile) for row in model._base_manager.filter(live=True))
