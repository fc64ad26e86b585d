"""The public addresses, to be included at the root, before Wagtail's own."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from .feeds import Articles, ArticlesAsRss
from .sitemaps import SECTIONS
from .views import articles, citations, clients, doctors, machines, places, proof, versions

urlpatterns = [
    path("", places.home, name="home"),
    path("articles/", articles.every, name="articles"),
    path("articles/<slug:identity>/", articles.one, name="article"),
    path("articles/<slug:identity>/related/", articles.related, name="related"),
    path("articles/<slug:identity>/cite.<slug:form>", citations.one, name="cite"),
    path("api/articles/<slug:identity>/attribution", articles.attribution, name="attribution"),
    path("articles/<slug:identity>/certificate", proof.one_certificate, name="certificate"),
    path("articles/<slug:identity>/versions/", versions.every, name="versions"),
    path("articles/<slug:identity>/versions/<int:number>/", versions.one, name="version"),
    path("api/articles/<slug:identity>/manifest", proof.manifest, name="manifest"),
    path(".well-known/xinglin-keys.json", proof.keys, name="keys"),
    path("verify/", proof.verify, name="verify"),
    path("topics/", places.topics, name="topics"),
    path("topics/<slug:slug>/", places.topic, name="topic"),
    path("departments/", places.departments, name="departments"),
    path("departments/<slug:slug>/", places.department, name="department"),
    path("api/licence", clients.licence, name="licence"),
    path("doctors/", doctors.every, name="doctors"),
    path("doctors/<slug:public_id>/", doctors.one, name="doctor"),
    path("policies/<slug:slug>/", places.policy, name="policy"),
    path("feed/", Articles(), name="feed"),
    path("feed/rss/", ArticlesAsRss(), name="feed_rss"),
    path("sitemap.xml", sitemap, {"sitemaps": SECTIONS}, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
]
