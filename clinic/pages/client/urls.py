"""Addresses of the client's side: no names, no measures, nothing that tells what it is about."""

from django.urls import path

from clinic.pages.client import all_questions, help, link, plan, questionnaire, sent

urlpatterns = [
    path("help/", help.show, name="help"),
    path("l/<str:secret>/", link.show, name="link"),
    path("l/<str:secret>/again/", link.again, name="link_again"),
    path("my/leave/", link.leave, name="leave"),
    path("my/plan/", plan.show, name="my_plan"),
    path("q/<uuid:pk>/", questionnaire.start, name="questionnaire"),
    path("q/<uuid:pk>/<int:n>/", questionnaire.question, name="question"),
    path("q/<uuid:pk>/all/", all_questions.show, name="all_questions"),
    path("q/<uuid:pk>/keep/", all_questions.keep_one, name="keep_answer"),
    path("q/<uuid:pk>/check/", questionnaire.check, name="check_answers"),
    path("q/<uuid:pk>/sent/", sent.show, name="sent"),
]
