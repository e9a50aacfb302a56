"""What happened beside the scores: how courses ended, harm, sessions, waits, and who is in therapy now.

A part whose columns are not in the input is `{"reason": "…"}` in place of numbers.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.disclosure import Key
from ipt.outcomes.indicators.cohort import Cohort
from ipt.outcomes.indicators.sheet import Behind, Count, Draft, Share, Sheet

UNKNOWN = "not_known"
LEFT = ("early_by_client", "lost_contact")
EARLY = 4
WAIT_BANDS = (28, 42, 56, 90, 126)
STANDARDS = ((42, 0.75), (126, 0.95))
HIDDEN_WAIT = 90
DOSE_BANDS = ((0, 0), (1, 1), (2, 4), (5, 8), (9, 12), (13, 16), (17, None))


def missing(found: Cohort, *columns: str) -> Draft:
    """The reason in place of a part whose columns are not there; None where all are."""
    lacking = [column for column in columns if not found.has(column)]
    if not lacking:
        return None
    return {"reason": f"The courses have no column {', '.join(lacking)}."}


def endings(sheet: Sheet, found: Cohort) -> Draft:
    """How many ended in each way, and of those who left by themselves how far they had come (ipt.md 5.3)."""
    if lacking := missing(found, "end_reason"):
        return lacking
    kinds = np.array([kind or UNKNOWN for kind in found.texts("end_reason")], dtype=object)
    by_kind = {str(kind): int((kinds == kind).sum()) for kind in sorted(set(kinds.tolist()))}
    told: dict[str, Draft] = {
        kind: sheet.write(("ending", kind), n, kind="event", wanted=10) for kind, n in by_kind.items()
    }
    sheet.adds_up("n_ended", [("ending", kind) for kind in by_kind])
    return {"by_kind": told, "left": _left(sheet, found, kinds=kinds)}


def _left(sheet: Sheet, found: Cohort, *, kinds: NDArray[np.object_]) -> Draft:
    """Who went without agreement or was lost: before the fourth session, before half of the plan, or later."""
    if not found.has("n_attended", "n_planned"):
        return None
    left = np.isin(kinds, LEFT)
    attended = np.nan_to_num(found.numbers("n_attended"))
    before_half = attended * 2 < np.nan_to_num(found.numbers("n_planned"))
    early = left & (attended < EARLY)
    stages = {
        "before_session_4": early,
        "before_half": left & ~early & before_half,
        "later": left & ~early & ~before_half,
    }
    told = {name: sheet.write(("left", name), int(rows.sum()), kind="event") for name, rows in stages.items()}
    sheet.write("left", int(left.sum()), kind="slack")
    sheet.adds_up("left", [("left", name) for name in stages])
    sheet.adds_up("left", [("ending", kind) for kind in LEFT if sheet.has(("ending", kind))])
    return told


def harm(sheet: Sheet, found: Cohort, *, running: Cohort) -> Draft:
    """Deaths, suicide attempts and admissions among the ended courses; alerts open in those and the running."""
    told: dict[str, Draft] = {}
    for name, column in (("deaths", "has_died"), ("attempts", "n_attempts"), ("admissions", "n_admissions")):
        told[name] = missing(found, column) or _courses_with(sheet, name, found.numbers(column))
    if lacking := missing(found, "n_alerts_open"):
        return told | {"alerts_open": lacking}
    both = np.concatenate([found.numbers("n_alerts_open"), running.numbers("n_alerts_open")])
    return told | {"alerts_open": _courses_with(sheet, "alerts_open", both)}


def _courses_with(sheet: Sheet, name: str, numbers: NDArray[np.float64]) -> Draft:
    """In how many courses, and how many in all: the second only where the first may be told."""
    happened = np.nan_to_num(numbers)
    count = sheet.write(("courses with", name), int((happened > 0).sum()), kind="event", wanted=10)
    return {"courses": count, "n_in_all": Behind((count.key,), int(happened.sum()))}


def sessions(sheet: Sheet, found: Cohort) -> Draft:
    """How many sessions a course had (dose) and how many were attended, missed and cancelled, of all who started."""
    if lacking := missing(found, "n_attended"):
        return lacking
    started = found.claims("has_started")
    attended = np.nan_to_num(found.numbers("n_attended"))[started].astype(int)
    bands = {}
    for low, high in DOSE_BANDS:
        inside = (attended >= low) & (attended <= (high if high is not None else attended.max(initial=low)))
        name = str(low) if low == high else f"{low}-{high}" if high is not None else f"{low}+"
        bands[name] = sheet.write(("dose", name), int(inside.sum()), kind="event")
    sheet.write_size("with dose", len(attended))
    sheet.adds_up("with dose", [("dose", name) for name in bands])
    return {
        "n_sessions": _spread(attended, key="with dose", sheet=sheet),
        "bands": [{"sessions": name, "courses": count} for name, count in bands.items()],
        "attendance": _attendance(sheet, found, started=started),
    }


def _attendance(sheet: Sheet, found: Cohort, *, started: NDArray[np.bool_]) -> Draft:
    if lacking := missing(found, "n_missed", "n_cancelled"):
        return lacking
    columns = {name: f"n_{name}" for name in ("attended", "missed", "cancelled")}
    sums = {name: int(np.nansum(found.numbers(column)[started])) for name, column in columns.items()}
    n, total = int(started.sum()), sum(sums.values())
    told: dict[str, Draft] = {
        name: {"n": value, "a_course": round(value / n, 2) if n else None, "rate": value / total if total else None}
        for name, value in sums.items()
    }
    return Behind(("with dose",), told)


def waits(sheet: Sheet, found: Cohort) -> Draft:
    """Days from referral to the first contact (or start), with the standards, and from the first to the second contact.

    Counted among the finished courses, as NHS England does. Standards: 42 days for 75%, 126 days for 95%; a second
    contact more than 90 days after the first is a hidden wait.
    """
    start = "first_contact_on" if found.has("first_contact_on") else "started_on"
    if lacking := missing(found, "referred_on", start):
        return lacking
    finished = found.claims("is_finished")
    waited = (found.days(start) - found.days("referred_on"))[finished]
    known = waited[np.isfinite(waited) & (waited >= 0)]
    sheet.write_size("with wait", len(known))
    edges = (-1, *WAIT_BANDS, np.inf)
    names = [*(f"{low + 1}-{high}" for low, high in zip(edges, WAIT_BANDS, strict=False)), f"{WAIT_BANDS[-1] + 1}+"]
    bands: list[tuple[str, Key]] = []
    for name, low, high in zip(names, edges, edges[1:], strict=False):
        key: Key = ("wait", name)
        sheet.write(key, int(((known > low) & (known <= high)).sum()), kind="event")
        bands.append((name, key))
    sheet.adds_up("with wait", [key for _, key in bands])
    return {
        "n_finished": int(finished.sum()) if sheet.threshold <= int(finished.sum()) else None,
        "days": _spread(known, key="with wait", sheet=sheet),
        "bands": [{"days": name, "courses": Count(key)} for name, key in bands],
        "standards": [_standard(sheet, known, days=days, share=share, bands=bands) for days, share in STANDARDS],
        "hidden": _hidden_waits(sheet, found, finished=finished),
    }


def _standard(
    sheet: Sheet, known: NDArray[np.float64], *, days: int, share: float, bands: Sequence[tuple[str, Key]]
) -> Draft:
    n = int((known <= days).sum())
    key: Key = ("within", days)
    sheet.write(key, n, wanted=10)
    sheet.adds_up(key, [band for (_, band), high in zip(bands, WAIT_BANDS, strict=False) if high <= days])
    if len(known):
        sheet.write(("beyond", days), len(known) - n, kind="event")
        sheet.adds_up("with wait", (key, ("beyond", days)))
    met = n >= share * len(known) if len(known) else None
    within = Share(key, "with wait")
    return {"within_days": days, "standard": share, "within": within, "is_met": Behind(("with wait",), met)}


def _hidden_waits(sheet: Sheet, found: Cohort, *, finished: NDArray[np.bool_]) -> Draft:
    if lacking := missing(found, "first_contact_on", "second_contact_on"):
        return lacking
    between = (found.days("second_contact_on") - found.days("first_contact_on"))[finished]
    known = between[np.isfinite(between)]
    n = int((known > HIDDEN_WAIT).sum())
    sheet.write_size("with second contact", len(known))
    sheet.write("hidden wait", n, kind="event")
    sheet.write("no hidden wait", len(known) - n, kind="slack")
    sheet.adds_up("with second contact", ("hidden wait", "no hidden wait"))
    return {"beyond_days": HIDDEN_WAIT, "beyond": Share("hidden wait", "with second contact")}


def caseload(sheet: Sheet, running: Cohort) -> Draft:
    """How many courses run now, by phase."""
    told: dict[str, Draft] = {"running": sheet.write("running", running.n, kind="event")}
    if lacking := missing(running, "phase"):
        return told | {"by_phase": lacking}
    phases = [phase or UNKNOWN for phase in running.texts("phase")]
    by_phase = {phase: phases.count(phase) for phase in sorted(set(phases))}
    counts: Mapping[str, Draft] = {
        phase: sheet.write(("phase", phase), n, kind="event") for phase, n in by_phase.items()
    }
    sheet.adds_up("running", [("phase", phase) for phase in by_phase])
    return told | {"by_phase": counts}


def _spread(numbers: NDArray[np.float64] | NDArray[np.int64], *, key: Key, sheet: Sheet) -> Draft:
    """Mean, median and quartiles; told where enough have one."""
    if len(numbers) == 0:
        return None
    low, middle, high = (float(value) for value in np.quantile(numbers, [0.25, 0.5, 0.75]))
    told: Draft = {"mean": round(float(numbers.mean()), 1), "median": middle, "quartiles": [low, high]}
    return Behind((key,), told) if len(numbers) >= sheet.threshold else None
