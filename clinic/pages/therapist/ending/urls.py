"""Addresses of the review half way, the ending, the end, and what comes after it."""

from django.urls import path

from clinic.pages.therapist.ending import end, ending, follow_up, letter, letters, maintenance, review

urlpatterns = [
    path("courses/<uuid:pk>/review/", review.show, name="review"),
    path("courses/<uuid:pk>/ending/", ending.show, name="ending"),
    path("courses/<uuid:pk>/end/", end.show, name="end_course"),
    path("courses/<uuid:pk>/letters/", letters.show, name="course_letters"),
    path("courses/<uuid:pk>/maintenance/", maintenance.show, name="maintenance"),
    path("courses/<uuid:pk>/follow-up/", follow_up.show, name="follow_ups"),
    path("letters/<uuid:pk>/", letter.show, name="course_letter"),
    path("letters/<uuid:pk>/pdf/", letter.pdf, name="course_letter_pdf"),
]
