"""Addresses of outcome numbers: pages by whose they are, and the files of a block."""

from django.urls import path

from clinic.pages.manager import outcomes as of_service
from clinic.pages.outcomes import paper_report, sheets
from clinic.pages.supervisor import outcomes as of_teams
from clinic.pages.therapist import outcomes as of_therapist

urlpatterns = [
    path("outcomes/service/", of_service.show, name="outcomes_service"),
    path("outcomes/teams/", of_teams.show, name="outcomes_teams"),
    path("outcomes/teams/<uuid:pk>/", of_teams.team, name="outcomes_team"),
    path("outcomes/mine/", of_therapist.show, name="outcomes_mine"),
    path("outcomes/files/<uuid:pk>/report.pdf", paper_report.show, name="outcomes_pdf"),
    path("outcomes/files/<uuid:pk>/<slug:name>.csv", sheets.as_csv, name="outcomes_csv"),
    path("outcomes/files/<uuid:pk>/<slug:name>.parquet", sheets.as_parquet, name="outcomes_parquet"),
]
