"""Addresses of the administrator: people and settings, no record of a client."""

from django.urls import path

from clinic.pages.administrator import (
    alert_rules,
    arrangements,
    crisis_line,
    crisis_lists,
    handing_over,
    leaving,
    letters,
    members,
    settings,
    team,
    teams,
)

urlpatterns = [
    path("team/", teams.show, name="teams"),
    path("team/<uuid:pk>/", team.show, name="team"),
    path("team/<uuid:pk>/members/new/", members.add, name="member_new"),
    path("team/<uuid:pk>/members/<uuid:person>/", members.show, name="member"),
    path("team/<uuid:pk>/members/<uuid:person>/letter/", members.letter, name="member_letter"),
    path("team/<uuid:pk>/members/<uuid:person>/clients/", handing_over.show, name="hand_over"),
    path("team/<uuid:pk>/members/<uuid:person>/leaving/", leaving.show, name="leaving"),
    path("team/<uuid:pk>/supervision/", arrangements.supervision, name="team_supervision"),
    path("team/<uuid:pk>/cover/", arrangements.cover, name="team_cover"),
    path("team/<uuid:pk>/duty/", arrangements.duty, name="team_duty"),
    path("team/<uuid:pk>/arrangements/<uuid:row>/end/", arrangements.end, name="arrangement_end"),
    path("team/<uuid:pk>/settings/", settings.show, name="team_settings"),
    path("team/<uuid:pk>/alert-rules/", alert_rules.show, name="alert_rules"),
    path("team/<uuid:pk>/crisis-lines/", crisis_lists.show, name="crisis_lists"),
    path("team/<uuid:pk>/crisis-lines/<slug:country>/", crisis_lists.country, name="crisis_list"),
    path("team/<uuid:pk>/crisis-lines/<slug:country>/dates/", crisis_lists.date_lines, name="crisis_dates"),
    path("team/<uuid:pk>/crisis-lines/<slug:country>/shipped/", crisis_lists.back_to_shipped, name="crisis_shipped"),
    path("team/<uuid:pk>/crisis-lines/<slug:country>/lines/new/", crisis_line.add, name="crisis_line_new"),
    path("team/<uuid:pk>/crisis-lines/<slug:country>/lines/<slug:line>/", crisis_line.change, name="crisis_line"),
    path(
        "team/<uuid:pk>/crisis-lines/<slug:country>/lines/<slug:line>/remove/",
        crisis_line.remove,
        name="crisis_line_gone",
    ),
    path("team/<uuid:pk>/letters/", letters.show, name="team_letters"),
    path("team/<uuid:pk>/letters/<uuid:letter>/again/", letters.again, name="letter_again"),
]
