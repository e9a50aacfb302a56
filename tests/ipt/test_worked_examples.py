"""The worked examples: answers of each measure and the published score, read from TOML.

An example that says nothing of a key claims that there is none: no case, no pattern, no scale with a score.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from ipt.concern import concerns
from ipt.library import shipped
from ipt.scoring import read_answers, read_total, score, total_only
from ipt.trajectory import at_case

pytestmark = pytest.mark.quick

EXAMPLES = Path(__file__).parent / "examples"


def examples() -> list[ParameterSet]:
    found = []
    for file in sorted(EXAMPLES.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for example in content["examples"]:
            example = {"measure": content.get("measure"), **example}
            name = f"{example['measure']} {example['answers']}: {example['claim']}"
            found.append(pytest.param(example, id=name))
    return found


@pytest.mark.parametrize("example", examples())
def test_a_worked_example_scores_as_published(example: dict[str, Any]) -> None:
    measure = shipped().measure(str(example["measure"]))
    written = str(example["answers"])

    answers = read_answers(measure, written) if measure.has_items else {}
    if measure.has_items:
        asked: dict[str, Any] = {key: example[key] for key in ("prorate", "sex", "is_minor") if key in example}
        result = score(measure, answers, **asked)
    else:
        result = total_only(measure, read_total(measure, written))

    nhs = shipped().framework("nhs-talking-therapies")
    assert {
        "total": result.total,
        "band": result.band,
        "is_case": at_case(measure, result.total, framework=nhs),
        "missing": list(result.missing),
        "prorated": result.prorated,
        "patterns": list(result.patterns),
        "not_applicable": list(result.not_applicable),
        "triage": result.triage,
        "cases": sorted({*result.cases, *(case for scale in result.scales for case in scale.cases)}),
        "scales": {scale.id: scale.total for scale in result.scales if scale.total is not None},
        "scale_bands": {scale.id: scale.band for scale in result.scales if scale.band},
        "out_of": result.out_of if "out_of" in example else None,
        "concerns": [concern.level for concern in concerns(measure, answers=answers, result=result)],
    } == {
        "total": example.get("total"),
        "band": example.get("band"),
        "is_case": example.get("is_case"),
        "missing": example.get("missing", []),
        "prorated": example.get("prorated", False),
        "patterns": example.get("patterns", []),
        "not_applicable": example.get("not_applicable", []),
        "triage": example.get("triage"),
        "cases": sorted(example.get("cases", [])),
        "scales": example.get("scales", {}),
        "scale_bands": example.get("scale_bands", {}),
        "out_of": example.get("out_of"),
        "concerns": example["concerns"],
    }


def test_every_shipped_measure_has_a_worked_example() -> None:
    shown = {param.id.split()[0] for param in examples() if isinstance(param.id, str)}

    assert shown == {measure.id for measure in shipped().measures()}
