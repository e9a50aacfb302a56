"""Addresses of a client's record, for the clinicians who may open it."""

from django.urls import path

from clinic.pages.therapist import (
    alerts,
    answers,
    ask,
    client,
    clients,
    details,
    enter,
    export,
    opened,
    plan,
    portal,
    register,
    risk,
    scores,
    supporters,
)

urlpatterns = [
    path("alerts/", alerts.show, name="alerts"),
    path("alerts/<uuid:pk>/seen/", alerts.seen, name="alert_seen"),
    path("clients/", clients.show, name="clients"),
    path("clients/new/", register.show, name="register"),
    path("clients/<uuid:pk>/", client.show, name="client"),
    path("clients/<uuid:pk>/details/", details.show, name="details"),
    path("clients/<uuid:pk>/ask/", ask.show, name="ask"),
    path("clients/<uuid:pk>/enter/<slug:measure>/", enter.show, name="enter"),
    path("clients/<uuid:pk>/risk/", risk.show, name="risk"),
    path("clients/<uuid:pk>/risk/none/", risk.asked_none, name="asked_none"),
    path("clients/<uuid:pk>/plan/", plan.show, name="plan"),
    path("clients/<uuid:pk>/plan/edit/", plan.edit, name="plan_edit"),
    path("clients/<uuid:pk>/plan/share/", plan.share, name="plan_share"),
    path("clients/<uuid:pk>/people/", supporters.show, name="supporters"),
    path("clients/<uuid:pk>/people/<uuid:person>/", supporters.change, name="supporter"),
    path("clients/<uuid:pk>/scores/<slug:measure>/", scores.show, name="scores"),
    path("clients/<uuid:pk>/opened/", opened.show, name="opened"),
    path("clients/<uuid:pk>/portal/", portal.show, name="portal"),
    path("clients/<uuid:pk>/export/", export.show, name="export"),
    path("risk/<uuid:pk>/withdraw/", risk.withdraw, name="withdraw_risk"),
    path("invitations/<uuid:pk>/", ask.change, name="invitation"),
    path("answers/<uuid:pk>/", answers.show, name="answers"),
    path("answers/<uuid:pk>/withdraw/", answers.withdraw, name="withdraw_answers"),
    path("duty/<uuid:pk>/", client.on_duty, name="duty"),
]
