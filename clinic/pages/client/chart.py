"""My chart: the client's own answers as numbers over time, with what this does and does not mean."""

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.answers import queries as answers
from clinic.pages.charts import draw_both
from clinic.pages.client.entrance import own_client
from clinic.pages.doors import ClientRequest, own_page
from clinic.pages.drawing import Charts, Reading, Scale, Severity
from clinic.pages.outlook import outlook
from clinic.therapy.queries.own import own_course
from ipt.item import Number

if TYPE_CHECKING:
    from clinic.answers.queries import Series
    from clinic.therapy.models import Course


@frozen
class Row:
    """One time it was answered."""

    on: date
    total: Number | None
    word: str


@frozen
class Picture:
    """One questionnaire that the client answered themselves."""

    id: str
    title: str
    rows: tuple[Row, ...]  # newest first
    low: Number
    high: Number
    is_lower_better: bool
    change: str
    by_chance: Number | None  # a change of fewer points than this can be chance
    charts: Charts
    has_fan: bool

    @property
    def last(self) -> Row:
        """The newest."""
        return self.rows[0]


@own_page("GET")
def show(request: ClientRequest) -> HttpResponse:
    """Only what they answered themselves, never what a clinician rated; without words for severity if they wish."""
    client = own_client(request)
    course = own_course(request.actor) if client.team.expected_for_clients else None
    found = pictures(answers.series_of(client), hides_words=client.hides_severity, course=course)
    return render(request, "client/chart.html", {"client": client, "pictures": found})


def pictures(series: "tuple[Series, ...]", *, hides_words: bool, course: "Course | None" = None) -> list[Picture]:
    """Every series of the client's own answers that has a number, with what to expect in this course."""
    own = [one for one in series if one.measure.rater == "self" and one.measure.has_total]
    return [picture(one, hides_words=hides_words, course=course) for one in own]


def picture(series: "Series", *, hides_words: bool, course: "Course | None" = None) -> Picture:
    """One of them."""
    view = outlook(course, series=series, next_on=None) if course else None
    measure, words = series.measure, {} if hides_words else dict(series.wording.bands)
    rows = [Row(on=one.answered_on, total=one.score.total, word=words.get(one.score.band, "")) for one in series.sheets]
    points = series.trajectory.reliable_change
    return Picture(
        id=series.key,
        title=series.title,
        rows=tuple(rows[::-1]),
        low=measure.low,
        high=measure.high,
        is_lower_better=measure.better == "lower",
        change=change_in_words(series),
        by_chance=points if points is None or measure.decimals else int(points),
        charts=draw_both(
            [
                Reading(on=one.answered_on, total=one.score.total, has_band=bool(one.score.band))
                for one in series.sheets
            ],
            scale=scale(series, words=words),
            until=view.ahead[-1].on if view and view.ahead else None,
            ahead=view.ahead if view else (),
        ),
        has_fan=bool(view and view.ahead),
    )


def scale(series: "Series", *, words: dict[str, str]) -> Scale:
    """The vertical axis, with named stretches only when there are words for them; no cut-off: it is for clinicians."""
    measure = series.measure
    bands = measure.bands if words else ()
    named = tuple(Severity(id=one.id, label=words.get(one.id, one.id), low=one.low, high=one.high) for one in bands)
    return Scale(low=measure.low, high=measure.high, better=measure.better, severities=named, step=measure.step)


def change_in_words(series: "Series") -> str:
    """How far the newest number is from the first, and whether that is more than chance."""
    found = series.trajectory
    if found.change is None or found.first is None:
        return ""
    words = {"n": abs(found.change), "day": date_format(found.first.on, "j F")}
    if found.change == 0:
        return _("The same number as on %(day)s.") % words
    lower, higher = _("%(n)s lower than on %(day)s."), _("%(n)s higher than on %(day)s.")
    sentence = (lower if found.change < 0 else higher) % words
    return " ".join((sentence, chance(found.reliable)))


def chance(reliable: str | None) -> str:
    """What a change amounts to, for somebody who does not know statistics."""
    return {
        "improvement": _("That is a real change for the better, more than chance."),
        "deterioration": _("That is more than chance: it has been harder. Talk about it in your next session."),
        "none": _("A small change like this can be chance."),
    }.get(reliable or "", "")
