"""The addresses of this app's own screens, below the administration's."""

from django.urls import path

from .views import evidence

urlpatterns = [
    path("evidence/waiting/", evidence.waiting, name="articles_evidence_waiting"),
    path("evidence/<int:pk>/", evidence.overview, name="articles_evidence"),
    path("evidence/<int:pk>/add/<str:kind>/", evidence.add, name="articles_evidence_add"),
    path("evidence/<int:pk>/again/", evidence.use_again, name="articles_evidence_again"),
    path("evidence/<str:kind>/<int:number>/", evidence.act, name="articles_evidence_act"),
]
