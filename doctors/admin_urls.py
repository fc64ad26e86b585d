"""Addresses of the operators' desk and of a doctor's own page, under the admin."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .models.certificate import Kind
from .views.certificates import EnterCertificate, RevokeCertificate, VerifyCertificate
from .views.doctor import DoctorPage
from .views.interests import OwnInterests
from .views.invite import Invite, InviteAgain, StartProfile
from .views.listing import ListOfDoctors, WaitingCertificates
from .views.own import OwnQualification


class KindConverter(StringConverter):
    regex = "|".join(Kind.values)


register_converter(KindConverter, "certificate_kind")

app_name = "doctors"
urlpatterns = [
    path("doctors/", ListOfDoctors.as_view(), name="list"),
    path("doctors/results/", ListOfDoctors.as_view(results_only=True), name="list_results"),
    path("doctors/invite/", Invite.as_view(), name="invite"),
    path("doctors/waiting/", WaitingCertificates.as_view(), name="waiting"),
    path("doctors/<int:pk>/", DoctorPage.as_view(), name="doctor"),
    path("doctors/<int:pk>/invite-again/", InviteAgain.as_view(), name="invite_again"),
    path("doctors/<int:pk>/profile/", StartProfile.as_view(), name="start_profile"),
    path("doctors/<int:pk>/certificates/<certificate_kind:kind>/", EnterCertificate.as_view(), name="enter"),
    path("doctors/certificates/<int:pk>/verify/", VerifyCertificate.as_view(), name="verify"),
    path("doctors/certificates/<int:pk>/revoke/", RevokeCertificate.as_view(), name="revoke"),
    path("my-qualification/", OwnQualification.as_view(), name="own"),
    path("my-interests/", OwnInterests.as_view(), name="interests"),
]
