"""Settings: what a framework needs and does not hold, written as `key=value` or given as values."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import cast, get_args

from attrs import frozen

from ipt.change import Norm
from ipt.framework import Framework
from ipt.measure import Direction
from ipt.reliable import CannotDecide, CutOff, Method


@frozen
class Settings:
    """Numbers and choices of one count; None leaves them to the framework.

    `reliability_last` is the reliability at the end (Nunnally-Kotsch), `anxiety` the one anxiety measure of a count by
    NHS Talking Therapies where a file has several.
    """

    reliability: float | None = None
    reliability_last: float | None = None
    functional_mean: float | None = None
    functional_sd: float | None = None
    direction: Direction | None = None
    cutoff: CutOff | None = None
    method: Method | None = None
    anxiety: str | None = None

    @property
    def functional(self) -> Norm | None:
        """The functional group, where it is known."""
        if self.functional_mean is None or self.functional_sd is None:
            return None
        return Norm(self.functional_mean, self.functional_sd)


def read_settings(written: Sequence[str], *, framework: Framework) -> Settings:
    """Settings from `key=value` words; CannotDecide names the key and what may stand there.

    >>> from ipt.library import shipped
    >>> read_settings(["reliability=0.88", "cutoff=c", "functional_mean=114", "functional_sd=14"],
    ...               framework=shipped().framework("jacobson-truax")).functional
    Norm(mean=114.0, sd=14.0)
    """
    keys = KEYS[framework.method]
    found: dict[str, object] = {}
    for word in written:
        key, is_pair, value = (part.strip() for part in word.partition("="))
        if not is_pair or key not in keys:
            raise CannotDecide(f"--set {word}: {framework.id} takes {', '.join(f'{one}=…' for one in keys)}.")
        if key in found:
            raise CannotDecide(f"--set {key} is given twice: give it once.")
        found[key] = keys[key](key, value)
    settings = Settings(**found)  # type: ignore[arg-type]  # each key was read by its own reader
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    if (settings.functional_mean is None) != (settings.functional_sd is None):
        missing = "functional_mean" if settings.functional_mean is None else "functional_sd"
        raise CannotDecide(f"--set {missing}=… is missing: the functional group needs its mean and its sd.")
    if settings.cutoff in ("b", "c") and settings.functional is None:
        raise CannotDecide(f"--set cutoff={settings.cutoff} needs functional_mean=… and functional_sd=… too.")
    if settings.reliability_last is not None and settings.method != "nunnally-kotsch":
        raise CannotDecide("--set reliability_last=… belongs to method=nunnally-kotsch: leave it out.")


def _number(key: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise CannotDecide(f"--set {key}={value}: a number is needed, such as {key}=0.88.")
    return number


def _share(key: str, value: str) -> float:
    number = _number(key, value)
    if not 0 <= number <= 1:
        raise CannotDecide(f"--set {key}={value}: a reliability lies between 0 and 1.")
    return number


def _spread(key: str, value: str) -> float:
    number = _number(key, value)
    if number <= 0:
        raise CannotDecide(f"--set {key}={value}: a standard deviation is above 0.")
    return number


def _cut_off(key: str, value: str) -> CutOff:
    if value in ("a", "b", "c"):
        return cast(CutOff, value)
    try:
        return _number(key, value)
    except CannotDecide:
        raise CannotDecide(f"--set {key}={value}: a, b, c or a number is needed.") from None


def _one_of(*choices: str) -> Callable[[str, str], object]:
    def read(key: str, value: str) -> str:
        if value not in choices:
            raise CannotDecide(f"--set {key}={value}: one of {', '.join(choices)} is needed.")
        return value

    return read


def _name(key: str, value: str) -> str:
    if not value:
        raise CannotDecide(f"--set {key}=…: the name of a measure is needed.")
    return value


Reader = Callable[[str, str], object]
KEYS: Mapping[str, Mapping[str, Reader]] = {
    "jacobson-truax": {
        "reliability": _share,
        "reliability_last": _share,
        "functional_mean": _number,
        "functional_sd": _spread,
        "direction": _one_of(*get_args(Direction)),
        "cutoff": _cut_off,
        "method": _one_of(*get_args(Method)),
    },
    "nhs-talking-therapies": {"anxiety": _name},
}
