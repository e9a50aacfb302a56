"""Addresses of a course: started, seen, planned, with its appointments and the diary."""

from django.urls import path

from clinic.pages.therapist import evidence
from clinic.pages.therapist.course import appointments, breaks, contact, diary, plan, show, start

urlpatterns = [
    path("clients/<uuid:pk>/course/", start.show, name="course_start"),
    path("courses/<uuid:pk>/", show.show, name="course"),
    path("courses/<uuid:pk>/table/", show.table, name="course_table"),
    path("courses/<uuid:pk>/plan/", plan.show, name="course_plan"),
    path("courses/<uuid:pk>/appointments/", appointments.book_more, name="appointments"),
    path("courses/<uuid:pk>/breaks/", breaks.mark, name="breaks"),
    path("courses/<uuid:pk>/breaks/<uuid:row>/", breaks.remove, name="break_remove"),
    path("courses/<uuid:pk>/contact/", contact.show, name="contact"),
    path("sessions/<uuid:pk>/move/", appointments.move_one, name="session_move"),
    path("sessions/<uuid:pk>/remove/", appointments.remove_one, name="session_remove"),
    path("evidence/", evidence.show, name="evidence"),
    path("diary/", diary.show, name="diary"),
]
