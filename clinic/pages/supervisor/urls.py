"""Addresses of the supervisor; managers come to the outcomes of a team too."""

from django.urls import path

from clinic.pages.supervisor import caseload, outcomes, supervision

urlpatterns = [
    path("outcomes/teams/", outcomes.show, name="outcomes_teams"),
    path("outcomes/teams/<uuid:pk>/", outcomes.team, name="outcomes_team"),
    path("supervision/", supervision.show, name="supervision"),
    path("supervision/caseload/", caseload.show, name="supervision_caseload"),
    path("supervision/glass/<uuid:pk>/", supervision.looked, name="glass_looked"),
]
