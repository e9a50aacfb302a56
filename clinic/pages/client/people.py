"""My people: who matters to me and how close they are, as a picture and as a list; adding and changing one of them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import frozen
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.definitions.library import library
from clinic.pages.circle_drawing import draw_circle
from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.fields import offer, refused
from clinic.pages.prompted import rows
from clinic.therapy.actions.allowed import Overtaken
from clinic.therapy.actions.circle import leave_circle, place
from clinic.therapy.actions.courses import CourseError
from clinic.therapy.actions.inventory import Person, add_relationship, change_relationship, remove_relationship
from clinic.therapy.choices import LifeStatus
from clinic.therapy.queries import inventory, own

if TYPE_CHECKING:
    from clinic.therapy.models import Relationship
    from clinic.therapy.queries.inventory import Own

RINGS = (
    ("1", gettext_lazy("Very close")),
    ("2", gettext_lazy("Close")),
    ("3", gettext_lazy("Not so close")),
    ("4", gettext_lazy("Far away")),
    ("", gettext_lazy("I do not know yet")),
)
STATUS = (
    (LifeStatus.LIVING, gettext_lazy("We are in touch, or could be")),
    (LifeStatus.ESTRANGED, gettext_lazy("We have broken off contact")),
    (LifeStatus.DECEASED, gettext_lazy("Has died")),
    (LifeStatus.ONLINE, gettext_lazy("I know them online only")),
)


@frozen
class Ring:
    """People who are equally close, with what each is to the client."""

    label: str
    people: tuple[tuple["Own", str], ...]


class PersonForm(forms.Form):
    """Name, who that is, how close: more is not needed."""

    name = forms.CharField(
        label=gettext_lazy("Name, or what you call them"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write a name, or what you call them.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who is that?"), error_messages={"required": gettext_lazy("Choose who this is.")}
    )
    ring = forms.ChoiceField(
        label=gettext_lazy("How close are you?"), choices=RINGS, widget=forms.RadioSelect, required=False
    )
    status = forms.ChoiceField(
        label=gettext_lazy("And today?"), choices=STATUS, widget=forms.RadioSelect, initial=LifeStatus.LIVING
    )
    supports = forms.BooleanField(label=gettext_lazy("This person helps me"), required=False)
    conflicts = forms.BooleanField(label=gettext_lazy("We often quarrel"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", [("", _("Choose")), *kinds()])

    def person(self) -> Person:
        """What goes into the person's row."""
        given = self.cleaned_data
        return Person(
            name=given["name"],
            kind=given["kind"],
            status=given["status"],
            supports=given["supports"],
            conflicts=given["conflicts"],
        )

    def chosen_ring(self) -> int | None:
        """The ring, if they know it."""
        return int(self.cleaned_data["ring"]) if self.cleaned_data["ring"] else None


def kinds() -> list[tuple[str, str]]:
    """What somebody can be to the client, in words."""
    vocabulary = library().vocabulary("relationship-types")
    words = library().words(vocabulary, "en")
    return [(word.id, words[word.id]) for word in vocabulary.words]


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """The picture and the same as a list; only people they named or were shown."""
    client = own_client(request)
    people, circles = inventory.own_people(request.actor), inventory.own_circles(request.actor)
    names = {str(one.relationship.pk): one.relationship.name for one in people}
    context = {
        "client": client,
        "rings": by_ring(people),
        "picture": draw_circle(circles[-1], names=names) if circles and circles[-1].places else None,
        "may_write": own.may_write(own.own_course(request.actor)),
    }
    return render(request, "client/people.html", context)


def by_ring(people: "tuple[Own, ...]") -> list[Ring]:
    """The list beside the picture, the closest first."""
    words = dict(kinds())
    found = []
    for ring, label in RINGS:
        members = [one for one in people if (str(one.ring) if one.ring else "") == ring]
        if members:
            title = label if ring else _("Not in the picture yet")
            found.append(Ring(str(title), tuple((one, words.get(one.relationship.kind, "")) for one in members)))
    return found


@own_page("GET", "POST")
def add(request: ClientRequest) -> HttpResponse:
    """Somebody new."""
    client = own_client(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, now = form.person(), timezone.now()
        given: dict[str, Any] = {"name": person["name"], "kind": person["kind"], "more": person}
        try:
            add_relationship(client=client, **given, ring=form.chosen_ring(), by=request.actor, now=now)
            messages.success(request, _("%(name)s is among your people now.") % {"name": person["name"]})
            return HttpResponseRedirect(reverse("my_people"), status=303)
        except CourseError as problem:
            refused(form, problem)
    context = {"client": client, "form": form, "person": None}
    return render(request, "client/person.html", context, status=422 if form.errors else 200)


@own_page("GET", "POST")
def change(request: ClientRequest, person: UUID) -> HttpResponse:
    """One of them. Whoever the client did not enter can be changed here too, and only the therapist takes them out."""
    client, row = own_client(request), inventory.own_person(request.actor, person)
    if request.POST.get("do") == "remove":
        return removed(request, row)
    at = next((one.ring for one in inventory.own_people(request.actor) if one.relationship.pk == row.pk), None)
    form = PersonForm(request.POST or None, initial=known(row, ring=at))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            saved(request, row, form, ring_before=at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("my_people"), status=303)
        except Overtaken:
            theirs = row = inventory.own_person(request.actor, person)
            form.add_error(None, _("Somebody changed this while you wrote. What you wrote is still here."))
        except CourseError as problem:
            refused(form, problem)
    context = {
        "client": client,
        "form": form,
        "person": row,
        "theirs": theirs,
        "revision": row.revision if theirs or not form.is_bound else request.POST.get("revision", ""),
        "rows": shown_values(row),
        "may_write": own.may_write(own.own_course(request.actor)),
    }
    return render(request, "client/person.html", context, status=422 if form.errors else 200)


def known(row: "Relationship", *, ring: int | None) -> dict[str, Any]:
    """What the form begins with."""
    names = ("name", "kind", "status", "supports", "conflicts")
    return {name: getattr(row, name) for name in names} | {"ring": str(ring) if ring else ""}


def saved(request: ClientRequest, row: "Relationship", form: PersonForm, *, ring_before: int | None) -> None:
    """Keep who they are, and where they stand when that changed; CourseError says what cannot be."""
    revision, by, now = request.POST.get("revision", ""), request.actor, timezone.now()
    number = int(revision) if revision.isdecimal() and len(revision) < 9 else 0
    change_relationship(relationship=row, person=form.person(), revision=number, by=by, now=now)
    ring = form.chosen_ring()
    if ring is not None and ring != ring_before:
        place(relationship=row, ring=ring, by=by, now=now)
    elif ring is None and ring_before is not None:
        leave_circle(relationship=row, by=by, now=now)


def removed(request: ClientRequest, row: "Relationship") -> HttpResponse:
    """Take out somebody whom the client entered."""
    try:
        remove_relationship(relationship=row, by=request.actor, now=timezone.now())
        messages.success(request, _("%(name)s is not among your people any more.") % {"name": row.name})
    except CourseError as problem:
        messages.error(request, str(problem))
    return HttpResponseRedirect(reverse("my_people"), status=303)


def shown_values(row: "Relationship") -> list[Any]:
    """What was written about somebody together, once a clinician showed it; never what is private."""
    if row.shared_at is None:
        return []
    prompts = library().prompts(inventory.SHEET)
    return rows(prompts, library().words(prompts, "en"), row.values, for_client=True)
