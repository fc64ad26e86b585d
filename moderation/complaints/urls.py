"""The public addresses of complaints, to be included at the root."""

from django.urls import path

from ..views.complaints import institution, new, status

urlpatterns = [
    path("complaints/", status.door, name="complaint_door"),
    path("complaints/new/", new.new, name="complaint_new"),
    path("complaints/infringement/", new.infringement, name="complaint_rights"),
    path("complaints/institution/<str:token>/", institution.institution, name="complaint_institution"),
    path("complaints/<str:receipt>/", status.status, name="complaint_status"),
    path("complaints/<str:receipt>/files/<str:token>/", status.counter_file, name="complaint_counter_file"),
]
