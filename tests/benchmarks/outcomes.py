"""Outcomes of millions of scores: ours against DuckDB's own SQL written by hand and against pandas, in one run.

All three read the same Parquet files, average the scores of a day, and count for each team who recovered, improved,
got worse. Each runs in a process of its own, three times in turn; the fastest counts. Their counts must be equal.

`python -m tests.benchmarks.outcomes [--scores N]` prints a table; `measure` gives the same as values.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd

from ipt.library import shipped
from ipt.outcomes.counting import outcomes

N_SCORES, N_ROUNDS = 10_000_000, 3
MOST_OF_SQL, LEAST_OF_PANDAS = 1.5, 4.0  # targets: at most so many times SQL; so many times faster than pandas
ROOT = Path(__file__).resolve().parents[2]
Counts = dict[str, list[int]]  # by team: paired, recovered, reliably recovered, improved, deteriorated

SCORES = """copy (select 'c' || n // 10 as course, case when n % 2 = 0 then 'phq-9' else 'gad-7' end as measure,
    date '2023-01-02' + 7 * (n % 10)::int as "on", (hash(n) % 22)::double as score
    from range({n}) as numbers(n) order by hash(n + 1)) to '{folder}/scores.parquet'"""
COURSES = """copy (select 'c' || n as course, date '2022-12-01' as referred_on, date '2023-01-02' as started_on,
    date '2023-06-01' as ended_on, n % 20 as n_attended, 16::bigint as n_planned, 'agreed' as end_reason,
    'team ' || n % 50 as team from range({n}) as numbers(n)) to '{folder}/courses.parquet'"""

BY_HAND = """
with days as (select course, measure, "on", avg(score) as score from '{folder}/scores.parquet' group by all),
ends as (select course,
    arg_min(score, "on") filter (measure = 'phq-9') as p1, arg_max(score, "on") filter (measure = 'phq-9') as p2,
    count(*) filter (measure = 'phq-9') > 1 as has_p, count(*) filter (measure = 'gad-7') > 1 as has_a,
    arg_min(score, "on") filter (measure = 'gad-7') as a1, arg_max(score, "on") filter (measure = 'gad-7') as a2
    from days group by course),
claims as (select team, has_p or has_a as is_paired,
    (coalesce(p1 >= 10, false) or coalesce(a1 >= 8, false)) and has_p and has_a and p2 < 10 and a2 < 8 as recovered,
    (has_p and p1 - p2 >= 6) or (has_a and a1 - a2 >= 4) as is_up,
    (has_p and p2 - p1 >= 6) or (has_a and a2 - a1 >= 4) as is_down
    from '{folder}/courses.parquet' join ends using (course))
select team, count(*) filter (is_paired), count(*) filter (recovered),
    count(*) filter (recovered and is_up and not is_down),
    count(*) filter (is_up and not is_down), count(*) filter (is_down and not is_up) from claims group by team
"""


def by_ours(folder: Path) -> Counts:
    """The product's own way."""
    scores, courses = (ibis.read_parquet(str(folder / f"{name}.parquet")) for name in ("scores", "courses"))
    framework = shipped().framework("nhs-talking-therapies")
    found = outcomes(scores, courses, framework=framework, measures=["phq-9", "gad-7"], by="team")
    told = {str(group.value): (group.outcomes.n_paired, group.outcomes.blocks["paired"]) for group in found.groups}
    return {
        team: [n, *(one.n if one else 0 for one in (it.recovered, it.reliably_recovered, it.improved, it.deteriorated))]
        for team, (n, it) in told.items()
    }


def by_sql(folder: Path) -> Counts:
    """DuckDB's own SQL."""
    return {team: list(numbers) for team, *numbers in duckdb.sql(BY_HAND.format(folder=folder)).fetchall()}


def by_pandas(folder: Path) -> Counts:
    """pandas, as one would write it."""
    scores = pd.read_parquet(folder / "scores.parquet")
    days = scores.groupby(["course", "measure", "on"], sort=False, observed=True)["score"].mean().reset_index()
    days = days.sort_values("on")
    ends = days.groupby(["course", "measure"], sort=False)["score"].agg(["first", "last", "size"]).unstack("measure")
    first, last, has_both = ends["first"], ends["last"], ends["size"] > 1
    moved = (first - last).where(has_both)
    up = (moved["phq-9"] >= 6) | (moved["gad-7"] >= 4)
    down = (moved["phq-9"] <= -6) | (moved["gad-7"] <= -4)
    is_case = (first["phq-9"] >= 10) | (first["gad-7"] >= 8)
    recovered = is_case & has_both.all(axis=1) & (last["phq-9"] < 10) & (last["gad-7"] < 8)
    flags = pd.DataFrame(
        {
            "paired": has_both.any(axis=1),
            "recovered": recovered,
            "reliably": recovered & up & ~down,
            "improved": up & ~down,
            "deteriorated": down & ~up,
        }
    )
    courses = pd.read_parquet(folder / "courses.parquet", columns=["course", "team"])
    summed = courses.merge(flags, left_on="course", right_index=True).groupby("team")[list(flags)].sum()
    return {
        str(team): [int(number) for number in row] for team, row in zip(summed.index, summed.to_numpy(), strict=True)
    }


WAYS: dict[str, Callable[[Path], Counts]] = {"ours": by_ours, "sql": by_sql, "pandas": by_pandas}


def make(folder: Path, *, n_scores: int) -> None:
    """Shuffled scores of two measures, ten a course, and their courses in fifty teams."""
    duckdb.execute(SCORES.format(n=n_scores, folder=folder))
    duckdb.execute(COURSES.format(n=n_scores // 10, folder=folder))


def one_run(way: str, folder: Path) -> dict[str, Any]:
    """Seconds by the clock and of the processor, MB at most, the counts; imports and definitions are not counted."""
    shipped()
    begin, processor = time.perf_counter(), time.process_time()
    counts = WAYS[way](folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {
        "seconds": time.perf_counter() - begin,
        "processor": time.process_time() - processor,
        "megabytes": most,
        "counts": counts,
    }


def measure(*, n_scores: int = N_SCORES, n_rounds: int = N_ROUNDS) -> dict[str, dict[str, Any]]:
    """The fastest run of each way, with how often they agreed; AssertionError where their counts differ."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="openipt-bench-") as folder:
        make(Path(folder), n_scores=n_scores)
        for _ in range(n_rounds):
            for way in WAYS:
                run = [sys.executable, "-m", "tests.benchmarks.outcomes", "--run", way, folder]
                done = json.loads(subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
                if way not in found or done["seconds"] < found[way]["seconds"]:
                    found[way] = done
    counts = [run.pop("counts") for run in found.values()]
    assert all(one == counts[0] for one in counts), "The three ways count differently."
    return found


def markdown(found: dict[str, dict[str, Any]], *, n_scores: int = N_SCORES) -> str:
    """The runs as a table, with the two targets."""
    ours = found["ours"]["seconds"]
    titles = {"ours": "OpenIPT (Ibis on DuckDB)", "sql": "DuckDB, SQL by hand", "pandas": "pandas"}
    targets = {"ours": "", "sql": f"≤ {MOST_OF_SQL}", "pandas": f"≤ {1 / LEAST_OF_PANDAS:.2f}"}
    lines = [
        f"| {n_scores:,} scores | s | processor, s | MB | ours ÷ it | target |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for way, run in found.items():
        numbers = f"{run['seconds']:.1f} | {run['processor']:.1f} | {run['megabytes']:.0f}"
        lines.append(f"| {titles[way]} | {numbers} | {ours / run['seconds']:.2f} | {targets[way]} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print, or do one run for `measure`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", type=int, default=N_SCORES, metavar="N", help="how many scores (10,000,000)")
    parser.add_argument("--run", nargs=2, metavar=("WAY", "FOLDER"), help="one run, as JSON")
    options = parser.parse_args()
    if options.run:
        print(json.dumps(one_run(options.run[0], Path(options.run[1]))))
    else:
        print(markdown(measure(n_scores=options.scores), n_scores=options.scores))


if __name__ == "__main__":
    main()
