"""Every address of the site, in the order in which they are tried."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView

from articles.editing import own_drafts_only


def gone(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Wagtail's own moderation is switched off; its addresses do not exist here."""
    raise Http404


urlpatterns = [
    re_path(r"^admin/workflows/", gone),
    re_path(r"^admin/pages/\d+/(workflow|workflow_history|unschedule|convert_alias)\b", gone),
    re_path(r"^admin/pages/workflow/", gone),
    # The report of page types names the last edited page of each, whoever wrote it.
    re_path(r"^admin/reports/(workflow|workflow_tasks|page-types-usage)\b", gone),
    path("admin/choose-page/<int:parent_page_id>/", own_drafts_only(BrowseView.as_view())),
    path("admin/choose-page/chosen-multiple/", own_drafts_only(ChosenMultipleView.as_view())),
    # Before the admin: its account screen is replaced by one that fits accounts with one name.
    path("", include("doctors.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("articles.signing_urls")),
    path("", include("moderation.complaints.urls")),
    path("", include("search.urls")),
    path("", include("reading.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})]
urlpatterns += [path("", include(wagtail_urls))]
