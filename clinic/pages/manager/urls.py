"""Addresses of the manager: numbers, and no person."""

from django.urls import path

from clinic.pages.manager import numbers

urlpatterns = [path("numbers/", numbers.show, name="numbers")]
