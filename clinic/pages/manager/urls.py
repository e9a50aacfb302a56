"""Addresses of the manager: numbers and outcomes, and no person."""

from django.urls import path

from clinic.pages.manager import numbers, outcomes

urlpatterns = [
    path("numbers/", numbers.show, name="numbers"),
    path("outcomes/service/", outcomes.show, name="outcomes_service"),
]
