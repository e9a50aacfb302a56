"""Addresses of one session: the workspace, attendance, ticks, the note and what belongs to it."""

from django.urls import path

from clinic.pages.therapist.session import attendance, note, private, show, signed, taps, texts

urlpatterns = [
    path("sessions/<uuid:pk>/", show.show, name="session"),
    path("sessions/<uuid:pk>/attendance/", attendance.record, name="attendance"),
    path("sessions/<uuid:pk>/tick/", taps.tick, name="session_tick"),
    path("sessions/<uuid:pk>/lines/", taps.lines, name="session_lines"),
    path("sessions/<uuid:pk>/person/", taps.add_person, name="session_person"),
    path("sessions/<uuid:pk>/where/", taps.where, name="session_where"),
    path("sessions/<uuid:pk>/note/", note.save, name="note"),
    path("sessions/<uuid:pk>/note/sign/", note.sign, name="note_sign"),
    path("sessions/<uuid:pk>/note/texts/", texts.show, name="note_texts"),
    path("sessions/<uuid:pk>/private/", private.show, name="process_note"),
    path("notes/<uuid:pk>/add/", signed.add, name="addendum"),
    path("notes/<uuid:pk>/withdraw/", signed.withdraw, name="withdraw_note"),
]
