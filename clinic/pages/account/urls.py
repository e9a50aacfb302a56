"""Addresses around signing in."""

from django.urls import path

from clinic.pages.account import cover, glass, home

urlpatterns = [
    path("", home.show, name="home"),
    path("unlock/", cover.unlock, name="unlock"),
    path("still-here/", cover.still_here, name="still_here"),
    path("break-glass/", glass.show, name="break_glass"),
]
