"""The addresses of the library, below the administration's own."""

from django.urls import path

from . import screens

urlpatterns = [
    path("references/", screens.every, name="references_library"),
    path("references/read/", screens.read, name="references_read"),
    path("references/find/", screens.find, name="references_find"),
    path("references/marks/<int:pk>/", screens.marks, name="references_marks"),
    path("references/<slug:number>/", screens.one, name="references_one"),
]
