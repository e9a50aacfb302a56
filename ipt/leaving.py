"""How a course was left, and whether that counts as a drop-out: one rule, kept apart from how the client is.

The classes are those kept apart in reports of drop-out from IPT, where the rate depends on which of them are counted
(`docs/clinical`): not started, before session 4, before half, before the plan without agreement, early by agreement,
transferred. Somebody who improved and then left early has ended early and has not dropped out.
"""

from typing import Literal, get_args

Kind = Literal[
    "completed",
    "early_by_agreement",
    "early_by_client",
    "lost_contact",
    "transferred",
    "admitted",
    "died",
    "never_started",
]
How = Literal[
    "not_started",
    "before_session_4",
    "before_half",
    "before_plan_without_agreement",
    "early_by_agreement",
    "transferred",
    "as_planned",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
FIRST_SESSIONS = 4
DROPPED = ("before_session_4", "before_half", "before_plan_without_agreement")


def left_how(*, kind: Kind, n_held: int, n_planned: int) -> How:
    """How a course was left, by the kind of its end and how many of the planned sessions were held.

    >>> left_how(kind="lost_contact", n_held=3, n_planned=16), left_how(kind="lost_contact", n_held=8, n_planned=16)
    ('before_session_4', 'before_plan_without_agreement')
    """
    match kind:
        case "completed":
            return "as_planned"
        case "transferred":
            return "transferred"
        case "admitted" | "died":
            return "other"
        case "early_by_agreement":
            return "early_by_agreement" if n_held else "not_started"
        case "never_started":
            return "not_started"
    return _without_agreement(n_held=n_held, n_planned=n_planned)


def is_drop_out(how: How, *, improved: bool | None) -> bool:
    """Whether leaving this way is a drop-out: without agreement, before the plan was done, and not improved.

    Without scores that tell (`improved` None) it is one.
    """
    return how in DROPPED and improved is not True


def _without_agreement(*, n_held: int, n_planned: int) -> How:
    if n_held == 0:
        return "not_started"
    if n_held < min(FIRST_SESSIONS, n_planned):
        return "before_session_4"
    if 2 * n_held < n_planned:
        return "before_half"
    return "before_plan_without_agreement" if n_held < n_planned else "as_planned"
