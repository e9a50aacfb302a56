"""The clients of supervised therapists by signal, not by alphabet, each with why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from clinic.caseload import queries
from clinic.pages.doors import StaffRequest, staff_page
from clinic.pages.therapist.caseload.show import number_of, shown
from clinic.pages.therapist.caseload.sieve import SupervisionForm
from clinic.people.choices import Role
from clinic.people.queries import who


@staff_page("GET", roles=(Role.SUPERVISOR,))
def show(request: StaffRequest) -> HttpResponse:
    """What a supervisor looks at; notes and appointments of the day stay with the therapist."""
    now = timezone.now()
    people = {user.pk: user.name for user in who.supervised(request.actor, now=now)}
    form = SupervisionForm(request.GET, therapists=people)
    page = queries.supervised(request.actor, form.sieve, number=number_of(request), now=now)
    context = {"sieve": form, "n_people": len(people), **shown(page, request)}
    return render(request, "supervisor/caseload.html", context)
