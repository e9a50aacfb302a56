"""Addresses of the supervisor."""

from django.urls import path

from clinic.pages.supervisor import supervision

urlpatterns = [
    path("supervision/", supervision.show, name="supervision"),
    path("supervision/glass/<uuid:pk>/", supervision.looked, name="glass_looked"),
]
