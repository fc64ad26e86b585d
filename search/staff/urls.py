"""The addresses of the screens for those who tend search, below the administration's own."""

from django.urls import path

from .screens import engines, pins, preview, questions, synonyms

urlpatterns = [
    path("search/", questions.asked, name="search_asked"),
    path("search/unfound/", questions.unfound, name="search_unfound"),
    path("search/unfound/<int:pk>/", questions.settle, name="search_settle"),
    path("search/pins/", pins.overview, name="search_pins"),
    path("search/pins/new/", pins.edit, name="search_pin_new"),
    path("search/pins/<int:pk>/", pins.edit, name="search_pin"),
    path("search/pins/<int:pk>/end/", pins.end, name="search_pin_end"),
    path("search/synonyms/", synonyms.overview, name="search_synonyms"),
    path("search/synonyms/file/", synonyms.upload, name="search_synonym_file"),
    path("search/synonyms/batch/<str:name>/", synonyms.batch, name="search_synonym_batch"),
    path("search/synonyms/<int:pk>/", synonyms.step, name="search_synonym_step"),
    path("search/preview/", preview.preview, name="search_preview"),
    path("search/engines/", engines.engines, name="search_engines"),
    path("search/engines/<int:pk>/release/", engines.release, name="search_release"),
]
