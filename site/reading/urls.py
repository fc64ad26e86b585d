"""The public addresses, to be included at the root, before Wagtail's own."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from .feeds import Articles
from .sitemaps import SECTIONS
from .views import articles, doctors, machines, places

urlpatterns = [
    path("", places.home, name="home"),
    path("articles/", articles.every, name="articles"),
    path("articles/<slug:identity>/", articles.one, name="article"),
    path("api/articles/<slug:identity>/attribution", articles.attribution, name="attribution"),
    path("topics/", places.topics, name="topics"),
    path("topics/<slug:slug>/", places.topic, name="topic"),
    path("departments/", places.departments, name="departments"),
    path("departments/<slug:slug>/", places.department, name="department"),
    path("doctors/", doctors.every, name="doctors"),
    path("doctors/<slug:public_id>/", doctors.one, name="doctor"),
    path("policies/<slug:slug>/", places.policy, name="policy"),
    path("feed/", Articles(), name="feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SECTIONS}, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
]
