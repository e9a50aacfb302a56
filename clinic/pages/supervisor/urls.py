"""Addresses of the supervisor."""

from django.urls import path

from clinic.pages.supervisor import caseload, supervision

urlpatterns = [
    path("supervision/", supervision.show, name="supervision"),
    path("supervision/caseload/", caseload.show, name="supervision_caseload"),
    path("supervision/glass/<uuid:pk>/", supervision.looked, name="glass_looked"),
]
