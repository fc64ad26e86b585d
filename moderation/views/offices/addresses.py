"""The addresses of disputes, appeals, the roster and the checks of decisions."""

from django.urls import path

from . import appealing, disputing, quality, staffing

OFFICES = [
    path("submit/<str:app_label>/<str:model_name>/<int:pk>/dispute/", disputing.ask, name="moderation_dispute"),
    path("appeals/<str:app_label>/<str:model_name>/<int:pk>/", appealing.appeal, name="moderation_appeal"),
    path("quality/", quality.quality, name="moderation_quality"),
    path("quality/golden/", quality.mark, name="moderation_golden"),
    path("quality/golden/<int:pk>/retire/", quality.retire, name="moderation_golden_retire"),
    path("staffing/", staffing.staffing, name="moderation_staffing"),
]
