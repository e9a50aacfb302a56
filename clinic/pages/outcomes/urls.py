"""Addresses of the files of a block; its pages stand with those of whose they are."""

from django.urls import path

from clinic.pages.outcomes import paper_report, sheets

urlpatterns = [
    path("outcomes/files/<uuid:pk>/report.pdf", paper_report.show, name="outcomes_pdf"),
    path("outcomes/files/<uuid:pk>/<slug:sheet>.csv", sheets.as_csv, name="outcomes_csv"),
    path("outcomes/files/<uuid:pk>/<slug:sheet>.parquet", sheets.as_parquet, name="outcomes_parquet"),
]
