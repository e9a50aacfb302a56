"""What stands in each address of the access matrix: the ids of one client's record on the stage."""

import re

from attrs import asdict
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.stage import Folder, Stage


def walk(resolver: URLResolver, before: str) -> list[tuple[URLPattern, str]]:
    """Patterns below a resolver, with what stands before them."""
    found = []
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        found += walk(one, route) if isinstance(one, URLResolver) else [(one, route)]
    return found


def known(name: str, stage: Stage, folder: Folder) -> dict[str, object]:
    """What stands in the address."""
    team = {"pk": stage.world.team.pk}
    crisis = {**team, "country": "GB"}
    measure = {**team, "measure": "wsas"}
    by_name: dict[str, dict[str, object]] = {
        "link": {"secret": folder.secret},
        "link_again": {"secret": folder.secret},
        "question": {"pk": folder.invitation, "n": 1},
        "alert_seen": {"pk": folder.alert},
        "enter": {"pk": folder.client.pk, "measure": "phq-9"},
        "course_letter": {"pk": folder.in_course.letter},
        "course_letter_pdf": {"pk": folder.in_course.letter},
        "my_goal": {"pk": folder.in_course.goal},
        "my_letter": {"pk": folder.in_course.letter},
        "my_person": {"person": folder.in_course.person},
        "my_event": {"pk": folder.in_course.event},
        "break_remove": {"pk": folder.in_course.course, "row": folder.in_course.pause},
        "scores": {"pk": folder.client.pk, "measure": "phq-9"},
        "supporter": {"pk": folder.client.pk, "person": folder.supporter},
        "withdraw_risk": {"pk": folder.risk},
        "invitation": {"pk": folder.invitation},
        "answers": {"pk": folder.sheet},
        "withdraw_answers": {"pk": folder.sheet},
        "glass_looked": {"pk": stage.glass},
        "member": {**team, "person": stage.world.bo.pk},
        "member_letter": {**team, "person": stage.world.bo.pk},
        "hand_over": {**team, "person": stage.world.bo.pk},
        "leaving": {**team, "person": stage.world.bo.pk},
        "arrangement_end": {**team, "row": stage.supervision},
        "crisis_list": crisis,
        "crisis_dates": crisis,
        "crisis_shipped": crisis,
        "crisis_line_new": crisis,
        "crisis_line": {**crisis, "line": "emergency"},
        "crisis_line_gone": {**crisis, "line": "emergency"},
        "site_measure": measure,
        "site_norms_file": {**team, "measure": "rcads-25"},
        "site_norms_template": {**team, "measure": "rcads-25"},
        "site_wording_template": measure,
        "site_wording_file": measure,
        "site_wording_form": measure,
        "site_wording_text": {**measure, "row": stage.wording},
        "site_wording_gone": {**measure, "row": stage.wording},
        "outcomes_team": team,
        "outcomes_csv": {"pk": stage.block, "sheet": "rates"},
        "outcomes_parquet": {"pk": stage.block, "sheet": "rates"},
        "outcomes_pdf": {"pk": stage.block},
        "letter_again": {**team, "letter": stage.letter},
        "account_confirm_email": {"key": "nonsense"},
        "account_reset_password_from_key": {"uidb36": "nobody", "key": "nonsense"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
    }
    if name in by_name:
        return by_name[name]
    route = next(route for one, route in walk(get_resolver(), "") if one.name == name)
    if "<uuid:pk>" not in route:
        return {}
    places = {"sessions": folder.in_course.held, "notes": folder.in_course.note}
    if (place := route.partition("/")[0]) in places:
        return {"pk": places[place]}
    if route.startswith("team/"):
        return team
    if route.startswith("courses/"):
        ids = {"pk": folder.in_course.course, "sheet": "illness", **asdict(folder.in_course)}
        return {part: ids[part] for part in re.findall(r"<\w+:(\w+)>", route)}
    return {"pk": folder.invitation if route.startswith("q/") else folder.client.pk}
