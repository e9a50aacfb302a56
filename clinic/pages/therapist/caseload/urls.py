"""Address of the caseload."""

from django.urls import path

from clinic.pages.therapist.caseload import show

urlpatterns = [path("caseload/", show.show, name="caseload")]
