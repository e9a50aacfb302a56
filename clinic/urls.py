"""Every address: one list per audience."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("clinic.pages.client.urls")),
    path("", include("clinic.pages.therapist.urls")),
    path("", include("clinic.pages.therapist.caseload.urls")),
    path("", include("clinic.pages.therapist.course.urls")),
    path("", include("clinic.pages.therapist.session.urls")),
    path("", include("clinic.pages.therapist.initial.urls")),
    path("", include("clinic.pages.therapist.ending.urls")),
    path("", include("clinic.pages.supervisor.urls")),
    path("", include("clinic.pages.manager.urls")),
    path("", include("clinic.pages.outcomes.urls")),
    path("", include("clinic.pages.administrator.urls")),
    path("", include("clinic.pages.account.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
if settings.MODE != "production":
    urlpatterns.append(path("demonstration/", include("clinic.demonstration.urls")))
