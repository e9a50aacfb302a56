"""A block's content by hand, in the shape that `ipt.outcomes.indicators` gives: 100 courses that ended, nothing hidden.

`tests/web/outcomes/test_outcomes_counted.py` proves that what is really counted has this shape.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ipt.outcomes.proportion import rate

OUTCOMES = ("recovered", "reliably_recovered", "improved", "unchanged", "deteriorated")
STAYED, ALL = (31, 29, 42, 6, 5), (40, 36, 60, 20, 10)
KINDS = {
    "completed": 60,
    "early_by_agreement": 8,
    "early_by_client": 10,
    "lost_contact": 8,
    "transferred": 7,
    "admitted": 0,
    "died": 0,
    "never_started": 7,
}


def count(n: int | None) -> dict[str, Any]:
    """A number of people."""
    return {"n": n, "is_hidden": n is None}


def share(n: int | None, of: int | None) -> dict[str, Any]:
    """Some of so many, with the Wilson interval."""
    if n is None or of is None:
        return {"n": None, "of": of, "rate": None, "low": None, "high": None, "is_hidden": True}
    found = rate(n, of)
    return {"n": n, "of": of, "rate": found.rate, "low": found.low, "high": found.high, "is_hidden": False}


def rates(numbers: Sequence[int], *, of: int, cases: int) -> dict[str, Any]:
    """One view: recovery of the cases, the rest of everybody."""
    listed = {
        name: share(n, cases if name in ("recovered", "reliably_recovered") else of)
        for name, n in zip(OUTCOMES, numbers, strict=True)
    }
    return {**listed, "harmed": None}


def blocks() -> dict[str, Any]:
    """All views: 93 started, 80 finished, 53 stayed to three quarters; 90, 78 and 50 of them were cases."""
    stayed = rates(STAYED, of=53, cases=50)
    return {
        "paired": rates(ALL, of=85, cases=82),
        "finished": rates((39, 35, 57, 14, 9), of=80, cases=78),
        "completers": stayed,
        "completers_50": rates((36, 33, 50, 10, 7), of=68, cases=65),
        "completers_75": stayed,
        "starters_last_score": rates((40, 36, 60, 23, 10), of=93, cases=90),
        "starters_missing_as_failure": rates(ALL, of=93, cases=90),
    }


def group(value: str | None, *, n: int = 20, is_others: bool = False) -> dict[str, Any]:
    """One group or one quarter of n courses, half of whose cases recovered."""
    each = rates((n // 2, n // 2 - 1, n // 2, n // 4, 5), of=n, cases=n)
    return {
        "value": None if is_others else value,
        "is_others": is_others,
        "n_joined": 3 if is_others else 0,
        "n_starters": count(n),
        "n_paired": count(n),
        "blocks": dict.fromkeys(blocks(), each),
        "effects": {"phq-9": {"n_paired": count(n), "change": CHANGE}},
    }


CHANGE = {
    "mean_first": 15.9,
    "sd_first": 4.7,
    "mean_last": 8.4,
    "sd_last": 5.5,
    "effect": 1.62,
    "low": 1.48,
    "high": 1.76,
    "corrected": 1.61,
}


def column(values: Sequence[str], *, has_funnel: bool = False) -> dict[str, Any]:
    """Groups by these values, and a funnel in which the last of them lies outside."""
    return {"groups": [group(value) for value in values], "funnel": funnel(values) if has_funnel else None}


def funnel(names: Sequence[str]) -> dict[str, Any]:
    """Units of 20, 30, … people."""
    points = [
        {
            "name": name,
            "n": 10,
            "of": 20 + 10 * place,
            "share": 0.5,
            "at": 20.0 + 10 * place,
            "z": 0.4,
            "is_outside": False,
        }
        for place, name in enumerate(names)
    ]
    points[-1] |= {"share": 0.9, "z": 4.2, "is_outside": True}
    pairs = {"95": [0.3, 0.7], "998": [0.2, 0.8], "plain_95": [0.3, 0.7], "plain_998": [0.2, 0.8]}
    return {
        "outcome": "recovered",
        "view": "finished",
        "case_mix": "baseline",
        "pooled": 0.5,
        "over_dispersion": 0.031,
        "n_units": len(names) + 1,
        "n_not_shown": 1,
        "points": points,
        "limits": [{"at": at, **pairs} for at in (15.0, 60.0)],
    }


def steps(*pairs: tuple[int, float]) -> list[dict[str, float]]:
    """A curve."""
    return [
        {"day": float(day), "share": at, "low": max(0.0, at - 0.1), "high": min(1.0, at + 0.1)} for day, at in pairs
    ]


def curve(*pairs: tuple[int, float]) -> dict[str, Any]:
    """A curve with its numbers."""
    return {
        "n": count(80),
        "n_events": count(40),
        "steps": steps(*pairs),
        "quarter": 35.0,
        "median": 70.0,
        "three_quarters": None,
    }


def content(by: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The whole."""
    return {
        "period": ["2025-11-22", "2026-11-21"],
        "as_of": "2026-11-21",
        "framework": {"id": "nhs-talking-therapies", "version": 1, "title": "NHS Talking Therapies"},
        "threshold": 5,
        "n_ended": count(100),
        "outcomes": {
            "measures": ["phq-9", "gad-7"],
            "reliable_changes": {"phq-9": 6, "gad-7": 4},
            "cutoffs": {"phq-9": 10, "gad-7": 8},
            "notes": [],
            "n_starters": count(93),
            "n_finished": count(80),
            "completers_50": share(68, 93),
            "completers_75": share(53, 93),
            "paired": share(85, 93),
            "blocks": blocks(),
            "differences": {
                "recovered": [
                    {
                        "view": "completers",
                        "against": "starters_missing_as_failure",
                        "direction": "higher",
                        "points": 17.6,
                        "is_hidden": False,
                    }
                ]
            },
        },
        "endings": {
            "by_kind": {kind: count(n) for kind, n in KINDS.items()},
            "left": {"before_session_4": count(6), "before_half": count(7), "later": count(5)},
        },
        "harm": {
            name: {"courses": count(n), "n_in_all": n}
            for name, n in (("deaths", 0), ("attempts", None), ("admissions", 0), ("alerts_open", 6))
        },
        "sessions": {
            "n_sessions": {"mean": 10.6, "median": 11.0, "quartiles": [6.0, 15.0]},
            "bands": [
                {"sessions": name, "courses": count(n)} for name, n in (("0", 7), ("1", 0), ("2-4", 15), ("17+", 78))
            ],
            "attendance": {
                name: {"n": n, "a_course": 1.0, "rate": n / 100}
                for name, n in (("attended", 84), ("missed", 9), ("cancelled", 7))
            },
        },
        "waits": {
            "n_finished": 80,
            "days": {"mean": 36.9, "median": 31.0, "quartiles": [19.0, 48.0]},
            "bands": [
                {"days": name, "courses": count(n)}
                for name, n in (("0-28", 40), ("29-42", 15), ("43-56", 10), ("57-90", 8), ("91-126", 7), ("127+", 0))
            ],
            "standards": [
                {"within_days": 42, "standard": 0.75, "within": share(55, 80), "is_met": False},
                {"within_days": 126, "standard": 0.95, "within": share(80, 80), "is_met": True},
            ],
            "hidden": {"beyond_days": 90, "beyond": share(8, 80)},
        },
        "caseload": {"running": count(30), "by_phase": {"initial": count(8), "middle": count(15), "ending": count(7)}},
        "effects": {"phq-9": {"n_paired": count(85), "change": CHANGE}},
        "responses": {
            "phq-9": {
                kind: {"paired": share(n, 85), "starters_missing_as_failure": share(n, 93)}
                for kind, n in (("response", 44), ("remission", 21))
            }
        },
        "times": {
            "response": {
                "measure": "phq-9",
                "fraction": 0.5,
                "below": 5.0,
                "response": curve((28, 0.8), (70, 0.5)),
                "remission": curve((42, 0.9), (84, 0.7)),
            },
            "ending": {
                "any": curve((70, 0.5)),
                "by_kind": {
                    "planned": steps((77, 0.4), (112, 0.6)),
                    "left": steps((42, 0.1)),
                    "other": steps((30, 0.05)),
                },
            },
        },
        "over_time": {
            "step": "quarter",
            "told": {"groups": [group(f"2026 Q{n}", n=24 + n) for n in (1, 2, 3)], "funnel": None},
        },
        "by": by
        if by is not None
        else {"focus": column(["grief", "dispute", "transition"]), "baseline": column(["moderate", "severe"])},
        "research": {
            "n_sets": 20,
            "n_without_first_score": count(0),
            "n_imputed": count(30),
            "recovered": {"rate": 0.4449, "low": 0.3271, "high": 0.5692, "of": 90},
            "mean_last": {"phq-9": {"mean": 8.6, "se": 1.0, "low": 6.6, "high": 10.6, "share_missing": 0.3}},
            "tipping": {
                "measure": "phq-9",
                "benchmark": 0.5,
                "tips_at": None,
                "steps": [{"points": 0.0, "share": 0.0, "rate": 0.44, "low": 0.33, "high": 0.57}],
            },
        },
        **changes,
    }


def nothing_shown() -> dict[str, Any]:
    """Seven courses, of which nothing may be told."""
    hidden = {name: share(None, None) for name in OUTCOMES} | {"harmed": None}
    none = {"reason": "There are too few courses to tell groups apart."}
    full = content()
    return full | {
        "n_ended": count(7),
        "outcomes": full["outcomes"]
        | {
            "n_starters": count(7),
            "n_finished": count(None),
            "completers_50": share(None, 7),
            "completers_75": share(None, 7),
            "paired": share(None, 7),
            "blocks": dict.fromkeys(blocks(), hidden),
            "differences": {
                "recovered": [
                    {
                        "view": "completers",
                        "against": "starters_missing_as_failure",
                        "direction": None,
                        "points": None,
                        "is_hidden": True,
                    }
                ]
            },
        },
        "endings": {
            "by_kind": {"completed": count(None), "lost_contact": count(None)},
            "left": {"before_session_4": count(None), "before_half": count(0), "later": count(0)},
        },
        "sessions": {
            "n_sessions": None,
            "bands": [{"sessions": "0", "courses": count(0)}, {"sessions": "2-4", "courses": count(None)}],
            "attendance": None,
        },
        "waits": {
            "n_finished": None,
            "days": None,
            "bands": [{"days": "0-28", "courses": count(None)}],
            "standards": [{"within_days": 42, "standard": 0.75, "within": share(None, None), "is_met": None}],
            "hidden": None,
        },
        "caseload": {"running": count(None), "by_phase": {"middle": count(None)}},
        "effects": {"phq-9": {"n_paired": count(None), "change": None}},
        "responses": {
            "phq-9": {"response": {"paired": share(None, None), "starters_missing_as_failure": share(None, None)}}
        },
        "times": {"response": {"reason": "There are too few."}, "ending": {"reason": "There are too few."}},
        "over_time": {"step": "quarter", "told": none},
        "by": {"focus": none},
        "research": {"reason": "Fewer than 20 courses ended as planned with both scores: too few to impute from."},
    }


def without_courses() -> dict[str, Any]:
    """A team in which nothing has ended."""
    empty = nothing_shown()
    zeros = {name: share(0, 0) for name in OUTCOMES} | {"harmed": None}
    return empty | {
        "n_ended": count(0),
        "outcomes": empty["outcomes"] | {"n_starters": count(0), "blocks": dict.fromkeys(blocks(), zeros)},
        "endings": {"by_kind": {}, "left": {}},
        "caseload": {"running": count(0), "by_phase": {}},
    }
