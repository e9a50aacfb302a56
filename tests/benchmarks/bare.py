"""What ours is compared with: plain Django views at the same addresses that read and write the same rows, and no more.

No access rules, no scoring, no concerns, no audit chain; the rows that all of these leave are inserted all the same.
Pages are rendered from a context that was stored when ours was rendered. The middleware is that of `startproject`.
"""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.test import override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from clinic.answers.models import AnswerSheet, Invitation, Score
from clinic.audit.models import Event
from clinic.caseload.choices import NOTHING
from clinic.caseload.models import Attention, CaseloadRow
from clinic.caseload.queries import SEALED_ONES
from clinic.letters.models import Letter
from clinic.people.actions.links import digest
from clinic.people.models import Client, Link, User
from clinic.people.queries.who import SEALED
from clinic.reports.models import Block
from clinic.safety.models import Alert, RiskRecord, SafetyPlan
from clinic.therapy.models import Closeness, Course, Focus, LifeEvent, SessionNote, TechniqueUse, TherapySession

MIDDLEWARE = [
    "tests.benchmarks.bare.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LONDON = ZoneInfo("Europe/London")
stored: dict[str, tuple[str, dict[str, Any], Any]] = {}  # by address: template, context, the gate's badge
n_events: dict[str, int] = {}  # by view: how many events ours leaves
places = count(1)  # events of ours count up from 1, these down from -1: neither disturbs the other


def handler() -> WSGIHandler:
    """The bare application."""
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return WSGIHandler()


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Our addresses lead to the views of this module."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.benchmarks.bare"
        return get_response(request)

    return answer


def page(request: Any, rows: list[Any]) -> HttpResponse:
    """The stored page, for whoever is signed in; `rows` are what it would have been made of."""
    if not request.user.is_authenticated or rows is None:
        raise Http404
    template, context, request.badge = stored[request.path]
    timezone.activate(LONDON)
    return render(request, template, context)


def client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A client's page."""
    found = Client.objects.select_related("team", "therapist").get(pk=pk)
    rows: list[Any] = list(Alert.objects.filter(client=found).select_related("holder", "seen_by", "closed_by__by"))
    rows += RiskRecord.objects.filter(client=found).select_related("by").order_by("-at")[:1]
    rows += SafetyPlan.objects.filter(client=found).select_related("written_by").order_by("-version")[:1]
    rows += AnswerSheet.objects.filter(client=found).select_related("score").order_by("answered_on")
    rows += Invitation.objects.filter(client=found, sheet__sent_at=None).select_related("sheet")
    return page(request, rows)


def clients(request: HttpRequest) -> HttpResponse:
    """The first fifty of a therapist's clients, with their alerts."""
    mine = Client.objects.filter(therapist=request.user.pk)
    rows: list[Any] = [mine.count(), *mine.select_related("therapist").defer(*SEALED).order_by("name")[:50]]
    rows += Alert.objects.filter(client__in=[one.pk for one in rows[1:]], closed_at=None).values_list("level")
    return page(request, rows)


def outcomes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A team's block of numbers."""
    return page(request, list(Block.objects.filter(team=pk).select_related("team")))


def caseload(request: HttpRequest) -> HttpResponse:
    """The first twenty-five lines of a therapist's caseload, those with an open alert first, with why."""
    mine = CaseloadRow.objects.filter(therapist=request.user.pk, is_current=True)
    ready = mine.select_related("client", "therapist", "course").defer(*SEALED_ONES).order_by("rank", "since", "pk")
    open_ones = list(Alert.objects.filter(client__therapist=request.user.pk, closed_at=None).order_by("due_at"))
    pressing = {alert.client_id for alert in open_ones}
    rows: list[Any] = [*ready.filter(client__in=pressing), *ready.exclude(client__in=pressing)[: 25 - len(pressing)]]
    counts = [mine.filter(is_on_list=True).count(), mine.filter(rank__lt=NOTHING).count()]
    needs = Attention.objects.filter(client__in=[row.client_id for row in rows]).order_by("rank")
    return page(request, [*rows, *counts, *needs])


def course(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A course's page."""
    found = Course.objects.select_related("client__team", "client__therapist").get(pk=pk)
    client = found.client
    rows: list[Any] = list(Alert.objects.filter(client=client).select_related("holder", "seen_by", "closed_by__by"))
    rows += RiskRecord.objects.filter(client=client).select_related("by").order_by("-at")[:1]
    rows += AnswerSheet.objects.filter(client=client).select_related("score").order_by("answered_on")
    rows += TherapySession.objects.filter(course=found).order_by("starts_at")
    rows += TechniqueUse.objects.filter(session__course=found).defer("line")
    rows += LifeEvent.objects.filter(client=client).order_by("on")
    rows += Closeness.objects.filter(client=client).select_related("relationship").order_by("on")
    rows += SessionNote.objects.filter(session__course=found).select_related("session").order_by("-saved_at")[:1]
    rows += Focus.objects.filter(course=found).prefetch_related("goals")
    rows += CaseloadRow.objects.filter(pk=pk)
    rows += Attention.objects.filter(client=client).order_by("rank")
    return page(request, rows)


def alerts(request: HttpRequest) -> HttpResponse:
    """Open alerts of a therapist's clients."""
    found = Alert.objects.filter(client__therapist=request.user.pk, closed_at=None).order_by("due_at")
    rows = list(found.select_related("client", "client__team", "client__therapist", "holder", "seen_by"))
    return page(request, [*rows, *Client.objects.filter(therapist=request.user.pk).values_list("pk")])


def own_sheet(request: HttpRequest, pk: UUID) -> AnswerSheet:
    """The sheet of an invitation, for whoever has its client in the session; locked until the commit."""
    sheet = AnswerSheet.objects.select_for_update().get(invitation=pk)
    if request.session.get("client") != str(sheet.client_id):
        raise Http404
    return sheet


def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a link: itself, an event, a new session."""
    now = timezone.now()
    with transaction.atomic():
        found = Link.objects.select_related("client").get(digest=digest(secret))
        found.opened_at = found.last_used_at = now
        found.save(update_fields=["opened_at", "last_used_at"])
        leave_events("link")
    request.session.cycle_key()
    request.session["client"], request.session["opened"] = str(found.client_id), [str(found.about_id)]
    request.session["country"], request.session["region"] = found.client.country, found.client.region
    request.session.set_expiry(14 * 86_400)
    return HttpResponseRedirect(reverse("questionnaire", args=[found.about_id]), status=303)


def question(request: HttpRequest, pk: UUID, n: int) -> HttpResponse:
    """Keep one answer, with the alert of a watched one."""
    with transaction.atomic():
        sheet = own_sheet(request, pk)
        sheet.answers[str(n)], sheet.saved_at = int(request.POST["answer"]), timezone.now()
        sheet.save(update_fields=["answers", "saved_at"])
        if n == 9 and sheet.answers["9"]:
            raise_alert(sheet)
        leave_events("question")
    return HttpResponseRedirect(reverse("question", args=[pk, min(9, n + 1)]), status=303)


def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send what is kept."""
    with transaction.atomic():
        record(own_sheet(request, pk))
        leave_events("check")
    return HttpResponseRedirect(reverse("sent", args=[pk]), status=303)


def whole(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep nine answers of one form and send them."""
    with transaction.atomic():
        sheet = own_sheet(request, pk)
        sheet.answers = {str(n): int(request.POST[f"answer_{n}"]) for n in range(1, 10)}
        record(sheet)
        if sheet.answers["9"]:
            raise_alert(sheet)
        leave_events("whole")
    return HttpResponseRedirect(reverse("sent", args=[pk]), status=303)


def record(sheet: AnswerSheet) -> None:
    """The rows of a sheet that is sent."""
    sheet.saved_at = sheet.sent_at = timezone.now()
    sheet.save()
    Score.objects.create(sheet=sheet, total=sum(sheet.answers.values()), band="moderate", scored_at=sheet.sent_at)


def raise_alert(sheet: AnswerSheet) -> None:
    """The rows of an alert: itself, the client's mark for duty, the letter to the therapist."""
    now = timezone.now()
    therapist = User.objects.get(clients=sheet.client_id)
    alert = Alert.objects.create(
        client_id=sheet.client_id,
        kind="watched-answer",
        level="soon",
        measure=sheet.measure,
        item="9",
        value=1,
        about_id=sheet.pk,
        raised_at=now,
        due_at=now,
        escalate_at=now,
        holder=therapist,
        held_since=now,
    )
    Client.objects.filter(pk=sheet.client_id).update(open_to_duty_since=now)
    words = {"subject": "Something needs you", "body": "Something in the clinic needs you. " * 9}
    Letter.objects.create(kind="alert", to=therapist.email, about_id=alert.pk, written_at=now, send_after=now, **words)


def leave_events(view: str) -> None:
    """As many events as ours leaves, without their chain."""
    now, mac = timezone.now(), "0" * 64
    known = {"at": now, "by_kind": "link", "happened": view, "about_kind": view, "key": "k1", "mac": mac}
    Event.objects.bulk_create(
        Event(seq=-next(places), by_id=uuid4(), about_id=uuid4(), **known) for _ in range(n_events.get(view, 1))
    )


urlpatterns = [
    path("clients/<uuid:pk>/", client),
    path("clients/", clients),
    path("caseload/", caseload),
    path("outcomes/teams/<uuid:pk>/", outcomes),
    path("courses/<uuid:pk>/", course),
    path("alerts/", alerts),
    path("l/<str:secret>/", link),
    path("q/<uuid:pk>/<int:n>/", question),
    path("q/<uuid:pk>/check/", check),
    path("q/<uuid:pk>/all/", whole),
    path("", include("clinic.urls")),
]
