"""A made-up service: courses and scores as the clinic gives them, from one seed."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

PERIOD = (date(2025, 1, 1), date(2025, 12, 31))
AS_OF = date(2026, 1, 5)
KINDS = ("completed", "early_by_agreement", "early_by_client", "lost_contact", "transferred")
COURSE_TYPES = {
    "course": pa.string(),
    "referred_on": pa.date32(),
    "started_on": pa.date32(),
    "ended_on": pa.date32(),
    "first_contact_on": pa.date32(),
    "second_contact_on": pa.date32(),
    "n_attended": pa.int64(),
    "n_planned": pa.int64(),
    "n_missed": pa.int64(),
    "n_cancelled": pa.int64(),
    "n_attempts": pa.int64(),
    "n_admissions": pa.int64(),
    "n_alerts_open": pa.int64(),
    "has_died": pa.bool_(),
    "end_reason": pa.string(),
    "team": pa.string(),
    "therapist": pa.string(),
    "baseline": pa.string(),
    "phase": pa.string(),
}
SCORE_TYPES = {"course": pa.string(), "measure": pa.string(), "on": pa.date32(), "score": pa.float64()}
Row = dict[str, object]


def service(n: int, *, seed: int = 1, n_teams: int = 4) -> tuple[list[Row], list[Row]]:
    """Scores and courses of `n` people who come for up to 16 sessions, fortnightly scores of PHQ-9 and GAD-7."""
    random = np.random.default_rng(seed)
    scores: list[Row] = []
    courses: list[Row] = []
    for number in range(n):
        started = date(2025, 1, 6) + timedelta(days=int(random.integers(0, 250)))
        n_attended = int(random.integers(1, 17))
        is_running = random.random() < 0.1
        ended = started + timedelta(days=7 * n_attended)
        name = f"c{number}"
        courses.append(
            {
                "course": name,
                "referred_on": started - timedelta(days=int(random.integers(3, 150))),
                "started_on": started,
                "ended_on": None if is_running else ended,
                "first_contact_on": started,
                "second_contact_on": started + timedelta(days=int(random.integers(5, 120))),
                "n_attended": n_attended,
                "n_planned": 16,
                "n_missed": int(random.integers(0, 3)),
                "n_cancelled": int(random.integers(0, 3)),
                "n_attempts": int(random.random() < 0.02),
                "n_admissions": int(random.random() < 0.05),
                "n_alerts_open": int(random.random() < 0.03),
                "has_died": bool(random.random() < 0.01),
                "end_reason": None if is_running else str(random.choice(KINDS, p=[0.55, 0.1, 0.15, 0.15, 0.05])),
                "team": f"team {random.integers(n_teams)}",
                "therapist": f"t{random.integers(max(2, n // 25))}",
                "baseline": str(random.choice(["mild", "moderate", "severe"])),
                "phase": str(random.choice(["initial", "middle", "ending"])),
            }
        )
        level, fall = random.normal(16, 4), random.normal(0.7, 0.5)
        for measure, most in (("phq-9", 27), ("gad-7", 21)):
            for week in range(0, n_attended, 2):
                score = float(np.clip(round(level - fall * week + random.normal(0, 2)), 0, most))
                scores.append(
                    {"course": name, "measure": measure, "on": started + timedelta(days=7 * week), "score": score}
                )
    return scores, courses


def tables(scores: list[Row], courses: list[Row], *, without: tuple[str, ...] = ()) -> tuple[ir.Table, ir.Table]:
    """The two as Ibis tables; `without` leaves columns of the courses out."""
    kept = {name: kind for name, kind in COURSE_TYPES.items() if name not in without}
    return ibis.memtable(_table(scores, SCORE_TYPES)), ibis.memtable(_table(courses, kept))


def _table(rows: list[Row], types: dict[str, pa.DataType]) -> pa.Table:
    return pa.table({name: pa.array([row.get(name) for row in rows], type=kind) for name, kind in types.items()})
