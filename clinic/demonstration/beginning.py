"""What is told and agreed in a session: people, events, issues, formulation, focus, goals, agreement, sheets."""

from collections.abc import Callable
from datetime import datetime

from clinic.demonstration.story import Agreed, Event, Formulated, Known, Sheet
from clinic.demonstration.telling import Telling
from clinic.therapy.actions.agreement import answer_agreement, share_agreement, write_agreement
from clinic.therapy.actions.circle import place, take_snapshot, wish
from clinic.therapy.actions.comments import see_comment
from clinic.therapy.actions.entries import share_entry, write_entry
from clinic.therapy.actions.focus import agree_focus, fill_focus
from clinic.therapy.actions.formulation import answer_formulation, share_formulation, write_formulation
from clinic.therapy.actions.goals import rate_goal, set_goal
from clinic.therapy.actions.hard_times import mark_in_hard_times, record_safety
from clinic.therapy.actions.inventory import add_relationship, share_relationship
from clinic.therapy.actions.issues import add_issue, rank_issues, weigh_area
from clinic.therapy.actions.story import add_event, share_event
from clinic.therapy.queries.comments import unseen

AGREEMENT = ("agreement", "maintenance-agreement")


def tell_of(telling: Telling, *, n: int, now: datetime) -> None:
    """Everything that belongs to the n-th session held, in the order in which a session goes."""
    for tell in IN_ORDER:
        tell(telling, n=n, now=now)


def tell_people(telling: Telling, *, n: int, now: datetime) -> None:
    """Those who are named in this session."""
    for known in telling.story.people:
        if known.session == n:
            add_person(telling, known, now=now)


def add_person(telling: Telling, known: Known, *, now: datetime) -> None:
    """Somebody, with whatever was told of them."""
    row = add_relationship(
        client=telling.client,
        name=known.name,
        kind=known.kind,
        ring=known.ring,
        more={
            "status": known.status,
            "is_past": known.is_past,
            "supports": known.supports,
            "conflicts": known.conflicts,
        },
        values=telling.dated(known.said, now=now),
        by=telling.self if known.by_client else telling.by,
        now=now,
    )
    if known.wished is not None:
        wish(relationship=row, ring=known.wished, by=telling.by, now=now)
    if known.safety:
        record_safety(relationship=row, values=telling.dated(known.safety, now=now), by=telling.by, now=now)
    elif known.phone:
        row = mark_in_hard_times(relationship=row, phone=known.phone, by=telling.by, now=now)
    if known.is_shown and telling.is_shown and not known.by_client:
        row = share_relationship(relationship=row, by=telling.by, now=now)
    telling.people[known.key] = row


def tell_events(telling: Telling, *, n: int, now: datetime) -> None:
    """What happened, as far as it is told in this session."""
    for event in telling.story.events:
        if event.session == n:
            add_happening(telling, event, now=now)


def add_happening(telling: Telling, event: Event, *, now: datetime) -> None:
    """One event on the timeline."""
    row = add_event(
        client=telling.client,
        event={
            "on": telling.day(event.week),
            "precision": event.precision,
            "kind": event.kind,
            "what": event.what,
            "appraisal": event.appraisal,
            "mood_before": event.mood_before,
            "mood_after": event.mood_after,
            "is_onset": event.is_onset,
            "area": event.area,
            "people": [telling.people[key] for key in event.who if key in telling.people],
        },
        by=telling.by,
        now=now,
    )
    if event.is_shown and telling.is_shown:
        share_event(event=row, by=telling.by, now=now)


def write_sheets(telling: Telling, *, n: int, now: datetime) -> None:
    """The sheets of this session; the agreement comes after the focus."""
    for sheet in telling.story.sheets:
        if sheet.session == n and sheet.sheet not in AGREEMENT:
            write_sheet(telling, sheet, now=now)


def write_sheet(telling: Telling, sheet: Sheet, *, now: datetime) -> None:
    """One sheet: what it says now over what it said before."""
    before = telling.sheets.get(sheet.sheet)
    values = {**(before.values if before else {}), **telling.dated(sheet.values, now=now)}
    row = write_entry(course=telling.course, sheet=sheet.sheet, values=values, based_on=before, by=telling.by, now=now)
    if sheet.is_shown:
        row = share_entry(entry=row, by=telling.by, now=now)
    telling.sheets[sheet.sheet] = row


def move_people(telling: Telling, *, n: int, now: datetime) -> None:
    """Another circle, with those who stand elsewhere now."""
    for moves in telling.story.circles:
        if moves.session == n:
            take_snapshot(client=telling.client, by=telling.by, now=now)
            for key, ring in moves.rings.items():
                place(relationship=telling.people[key], ring=ring, by=telling.by, now=now)


def list_issues(telling: Telling, *, n: int, now: datetime) -> None:
    """What is difficult, in both orders, and how far each area bears on it."""
    told = [issue for issue in telling.story.issues if issue.session == n]
    rows = [
        add_issue(
            course=telling.course,
            text=issue.text,
            area=issue.area,
            relationship=telling.people.get(issue.who),
            by=telling.by,
            now=now,
        )
        for issue in told
    ]
    if rows:
        order = [row.pk for row in rows]
        rank_issues(course=telling.course, order=order, by_side="therapist", by=telling.by, now=now)
    if any(issue.client_rank for issue in told):
        pairs = sorted(zip(told, rows, strict=True), key=lambda pair: pair[0].client_rank)
        order = [row.pk for _, row in pairs]
        rank_issues(course=telling.course, order=order, by_side="client", by=telling.by, now=now)
    for area in telling.story.areas:
        if area.session == n:
            weight = {
                "evidence": area.evidence,
                "against": area.against,
                "by_client": area.by_client,
                "by_therapist": area.by_therapist,
            }
            weigh_area(course=telling.course, area=area.area, weight=weight, revision=0, by=telling.by, now=now)  # type: ignore[arg-type]  # a TypedDict's keys


def formulate(telling: Telling, *, n: int, now: datetime) -> None:
    """A version of the formulation, and what the client says to it."""
    for words in telling.story.formulations:
        if words.session == n:
            write_version(telling, words, now=now)


def write_version(telling: Telling, words: Formulated, *, now: datetime) -> None:
    """One version, shown where it can be, with the yes or no."""
    before = telling.formulation.version if telling.formulation else 0
    row = write_formulation(course=telling.course, text=words.text, based_on=before, by=telling.by, now=now)
    if words.is_shown and telling.is_shown:
        row = share_formulation(formulation=row, by=telling.by, now=now)
    if words.agrees is not None:
        by = telling.self if words.how == "portal" else telling.by
        row = answer_formulation(formulation=row, agrees=words.agrees, how=words.how, said=words.said, by=by, now=now)
    if words.how == "portal":
        read_comments(telling, now=now)
    telling.formulation = row


def agree(telling: Telling, *, n: int, now: datetime) -> None:
    """The focus with its goals; later what was found out about it, and how near the goals are."""
    for agreed in telling.story.foci:
        if agreed.session == n:
            agree_on(telling, agreed, now=now)
    for focus, agreed in zip(telling.foci, telling.story.foci, strict=False):
        for found in agreed.found:
            if found.session == n:
                values = {**focus.values, **telling.dated(found.values, now=now)}
                focus = fill_focus(focus=focus, values=values, revision=focus.revision, by=telling.by, now=now)
                telling.foci[telling.foci.index(focus)] = focus
    rate_goals(telling, n=n, now=now)


def agree_on(telling: Telling, agreed: Agreed, *, now: datetime) -> None:
    """One focus, and what the client wants to be different."""
    focus = agree_focus(
        course=telling.course,
        chosen={
            "area": agreed.area,
            "title": agreed.title,
            "people": [telling.people[key] for key in agreed.who if key in telling.people],
            "how": agreed.how,
        },
        is_second=agreed.is_second,
        by=telling.by,
        now=now,
    )
    telling.foci.append(focus)
    for aim in agreed.goals:
        telling.goals.append(set_goal(focus=focus, text=aim.text, target=aim.target, by=telling.by, now=now))


def rate_goals(telling: Telling, *, n: int, now: datetime) -> None:
    """As the client says, from 0 to 10."""
    aims = [aim for agreed in telling.story.foci for aim in agreed.goals]
    for aim, goal in zip(aims, telling.goals, strict=False):
        if str(n) in aim.rated:
            rate_goal(goal=goal, value=aim.rated[str(n)], by_client=True, by=telling.by, now=now)


def sign_agreement(telling: Telling, *, n: int, now: datetime) -> None:
    """The points of the agreement, and the client's yes."""
    for sheet in telling.story.sheets:
        if sheet.session == n and sheet.sheet in AGREEMENT:
            row = write_agreement(course=telling.course, values=sheet.values, by=telling.by, now=now)
            if telling.is_shown:
                row = share_agreement(agreement=row, by=telling.by, now=now)
            if sheet.agrees is not None:
                by = telling.self if sheet.how == "portal" else telling.by
                answer_agreement(agreement=row, agrees=sheet.agrees, how=sheet.how, by=by, now=now)


def read_comments(telling: Telling, *, now: datetime) -> None:
    """The therapist reads what the client wrote with their yes."""
    for one in unseen(telling.client):
        see_comment(comment=one, by=telling.by, now=now)


IN_ORDER: tuple[Callable[..., None], ...] = (
    tell_people,
    tell_events,
    write_sheets,
    move_people,
    list_issues,
    formulate,
    agree,
    sign_agreement,
)
