"""The addresses of this app's own screens, below the administration's."""

from django.urls import path

from .views import dossier, evidence, proposals, signature_erasing, signatures, signing, similarity

urlpatterns = [
    path("similarity/<int:pk>/", similarity.overview, name="articles_similarity"),
    path("dossier/<int:pk>/", dossier.overview, name="articles_dossier"),
    path("dossier/<int:pk>/download/", dossier.download, name="articles_dossier_download"),
    path("signatures/<int:pk>/", signatures.overview, name="articles_signatures"),
    path("signatures/erase/", signature_erasing.screen, name="articles_signatures_erase"),
    path("signatures/own/<int:number>/", signatures.own, name="articles_sign_own"),
    path("signatures/own/<int:number>/article/", signing.own_sheet, name="articles_sign_own_sheet"),
    path("edits/<int:pk>/", proposals.overview, name="articles_edits"),
    path("edits/<int:pk>/propose/", proposals.propose, name="articles_edits_propose"),
    path("evidence/waiting/", evidence.waiting, name="articles_evidence_waiting"),
    path("evidence/<int:pk>/", evidence.overview, name="articles_evidence"),
    path("evidence/<int:pk>/add/<str:kind>/", evidence.add, name="articles_evidence_add"),
    path("evidence/<int:pk>/again/", evidence.use_again, name="articles_evidence_again"),
    path("evidence/<str:kind>/<int:number>/", evidence.act, name="articles_evidence_act"),
]
