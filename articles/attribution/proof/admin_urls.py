"""The address of the screen of public notes, below the administration's."""

from django.urls import path

from articles.views import notes

urlpatterns = [path("notes/<int:pk>/", notes.of_article, name="articles_notes")]
