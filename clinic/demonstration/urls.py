"""Addresses that only the demonstration has."""

from django.urls import path

from clinic.demonstration import pages

urlpatterns = [
    path("", pages.people, name="demonstration"),
    path("codes/", pages.current_codes, name="demonstration_codes"),
    path("letters/", pages.letters, name="demonstration_letters"),
]
