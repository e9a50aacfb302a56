"""The numbers of the model of an expected course, fitted on one measure's earlier courses."""

from datetime import date
from typing import Literal

from attrs import asdict, frozen

from ipt.strict import structure

Direction = Literal["higher", "lower"]
Origin = Literal["first", "given"]
METHOD = "log-time-drift-t-1"
ENOUGH_PREDICTIONS, ENOUGH_COURSES = 200, 50
TOLERATED = (0.72, 0.88)


@frozen
class Transform:
    """A range of scores, and the power of the distance from one of its ends on which the model is linear."""

    low: float
    high: float
    power: float = 1.0
    is_from_top: bool = False

    def onto(self, score: float) -> float:
        """g(score)."""
        distance = self.high - score if self.is_from_top else score - self.low
        return float(-(distance**self.power) if self.is_from_top else distance**self.power)

    def back(self, z: float) -> float:
        """The score with g(score) = z, or the nearer end of the range where there is none."""
        distance = min(float(max(-z if self.is_from_top else z, 0.0) ** (1 / self.power)), self.high - self.low)
        return self.high - distance if self.is_from_top else self.low + distance


@frozen
class Coverage:
    """How many of the held-out scores lay inside their 80 % interval; `low` and `high` bound the share (95 %).

    The bounds are Wilson's for as many independent predictions as the courses' own predictions amount to.
    """

    n_inside: int
    n_predictions: int
    n_courses: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share inside."""
        return self.n_inside / self.n_predictions


@frozen
class Calibration:
    """Coverage of the next and of the last score in courses the numbers were not fitted on, and the mean error."""

    next: Coverage
    last: Coverage
    next_error: float
    last_error: float

    @property
    def is_enough(self) -> bool:
        """Whether 200 next scores of 50 courses or more were looked at and .72 to .88 of them, and of the last, inside.

        These bounds are our own: a band that holds between 72 and 88 of a hundred scores is still "four in five".
        """
        if self.next.n_predictions < ENOUGH_PREDICTIONS or self.next.n_courses < ENOUGH_COURSES:
            return False
        return all(TOLERATED[0] <= one.rate <= TOLERATED[1] for one in (self.next, self.last))


@frozen
class Widening:
    """By how much an interval is widened this many weeks after the last score seen, found on held-out courses."""

    weeks: float
    factor: float


@frozen
class Fit:
    """The numbers of the model, fitted on one measure's courses; variances are on the model's scale.

    `level_variance`, `slope_variance` and `covariance` are those of u0 and u1, with the uncertainty of b0 and b1 added.
    `origin` says where time begins: at a course's first score, or at day 0 as the days are given.
    `first_widening` is for intervals from one score alone, `widening` for those from two or more.
    `from_on` and `to_on` bound the window the courses come from, where it is known.
    """

    scale: Transform
    origin: Origin
    time_scale: float
    mean: tuple[float, ...]
    level_variance: float
    slope_variance: float
    covariance: float
    drift_variance: float
    drift_weeks: float
    noise_variance: float
    first_noise_variance: float
    freedom: float
    n_courses: int
    n_scores: int
    widening: tuple[Widening, ...] = ()
    first_widening: tuple[Widening, ...] = ()
    calibration: Calibration | None = None
    measure: str | None = None
    better: Direction | None = None
    from_on: date | None = None
    to_on: date | None = None
    method: str = METHOD

    @property
    def is_calibrated(self) -> bool:
        """Whether courses it was not fitted on say that its intervals hold."""
        return self.calibration is not None and self.calibration.is_enough

    def to_plain(self) -> dict[str, object]:
        """Numbers, texts, lists and tables only, as JSON holds them; dates as 2024-04-01."""
        return asdict(self, value_serializer=lambda _, __, value: _plain(value))

    @classmethod
    def from_plain(cls, plain: dict[str, object]) -> "Fit":
        """The fit that `to_plain` wrote; ValueError for anything else, or a fit of another method."""
        if plain.get("method") != METHOD:
            raise ValueError(
                f"A fit of the method {METHOD} is needed, not {plain.get('method')}: fit the courses again."
            )
        dates = {key: date.fromisoformat(str(plain[key])) for key in ("from_on", "to_on") if plain.get(key)}
        fit, faults = structure({**plain, **dates}, into=cls, file="fit")
        if fit is None:
            raise ValueError(f"{faults[0]}.")
        return fit


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
