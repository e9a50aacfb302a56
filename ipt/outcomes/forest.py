"""A forest plot as SVG text: each trial's effect with its interval and weight, the pooled one, and what to expect next.

Readable without colour and by a screen reader: it has a title and a description, every number stands as text of at
least 12 px, and a small style of its own follows the reader's light or dark screen.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10, sqrt

from attrs import frozen

from ipt.outcomes.meta import Pooled, Trial

ROW, HEAD, FOOT, EDGE = 26, 84, 74, 16  # heights in px, and the free space around
PLOT, NUMBERS, SHARE, COUNT = 380, 186, 70, 70  # widths in px
LETTER = 7.2  # about the width in px of one letter at 14 px
LONGEST = 42  # letters of a name; a longer one is cut and stands whole in its row's title
N_TICKS = 6
STYLE = """
.forest { color-scheme: light dark; background: #fffdf8; }
.forest text { font: 14px system-ui, sans-serif; fill: #1f2421; }
.forest .head, .forest .whole { font-weight: 600; }
.forest .quiet { font-size: 13px; fill: #535b57; }
.forest .line { stroke: #535b57; stroke-width: 1; }
.forest .zero { stroke: #1f2421; stroke-width: 1; }
.forest .mean { stroke: #14606b; stroke-width: 1; stroke-dasharray: 4 4; }
.forest .interval { stroke: #1f2421; stroke-width: 1.5; fill: none; }
.forest .trial { fill: #1f2421; }
.forest .pooled { fill: #14606b; }
.forest .expected { stroke: #14606b; stroke-width: 3; }
@media (prefers-color-scheme: dark) {
.forest { background: #17191a; }
.forest text, .forest .trial { fill: #ece9e2; }
.forest .quiet { fill: #b3b8b4; }
.forest .line { stroke: #b3b8b4; }
.forest .zero, .forest .interval { stroke: #ece9e2; }
.forest .mean, .forest .expected { stroke: #6cc4d0; }
.forest .pooled { fill: #6cc4d0; }
}
"""


@frozen
class Axis:
    """Where an effect stands on the page: `low` and `high` are the effects at the two ends of the plot."""

    low: float
    high: float
    left: float
    width: float

    def at(self, g: float) -> float:
        """The place of an effect in px from the left; one beyond an end stands at that end."""
        share = (min(max(g, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.left + share * self.width, 1)

    def ticks(self) -> list[float]:
        """Round numbers along the axis."""
        step = _step((self.high - self.low) / N_TICKS)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [round(n * step, 10) for n in range(first, last + 1)]


def forest(
    pooled: Pooled,
    *,
    title: str,
    years: Mapping[str, int] | None = None,
    groups: Sequence[tuple[str, Pooled]] = (),
) -> str:
    """The plot as one SVG document, trials in the order of their years, then of their names.

    With `groups`, each group's trials stand under its name with the group's own pooled effect, and `pooled` last.
    """
    parts = groups or [("", pooled)]
    names = [_short(trial.study) for _, part in parts for trial in part.trials]
    left = EDGE + LETTER * max(18, *(len(name) for name in names)) + COUNT
    axis = _axis([part for _, part in parts] + [pooled], left=left)
    rows = [row for name, part in parts for row in _part(part, name=name, axis=axis, years=years or {})]
    if groups:
        rows += _whole(pooled, name="All trials", axis=axis)
    height = HEAD + ROW * len(rows) + FOOT
    width = left + PLOT + NUMBERS + SHARE + EDGE
    body = [f'<g transform="translate(0 {HEAD + ROW * n})">{row}</g>' for n, row in enumerate(rows)]
    frame = f'width="{width:g}" height="{height}" viewBox="0 0 {width:g} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="forest" role="img" {frame}',
            ' aria-labelledby="forest-title forest-said">',
            f'<title id="forest-title">{_text(title)}</title>',
            f'<desc id="forest-said">{_text(said(pooled))}</desc>',
            f"<style>{STYLE}</style>",
            *_frame(axis, title=title, height=height, mean=pooled.g),
            *body,
            "</svg>",
            "",
        ]
    )


def said(pooled: Pooled) -> str:
    """The plot in words."""
    trials = "1 trial" if pooled.n_trials == 1 else f"{pooled.n_trials} trials"
    effects = "1 effect" if pooled.n_rows == 1 else f"{pooled.n_rows} effects"
    words = f"{trials} with {effects}: pooled g {_number(pooled.g)}, 95 % interval {_span(pooled.low, pooled.high)}."
    if pooled.pi_low is not None and pooled.pi_high is not None:
        words += f" A trial to come is expected between {_span(pooled.pi_low, pooled.pi_high, between=True)}."
    return words + f" Of the variance, {pooled.i2:.0f} % lies between trials. Above 0 favours the therapy."


def _part(part: Pooled, *, name: str, axis: Axis, years: Mapping[str, int]) -> list[str]:
    """The rows of one group, each drawn around a height of 0."""
    trials = sorted(part.trials, key=lambda trial: (years.get(trial.study, 9999), trial.study.casefold()))
    head = [f'<text class="head" x="{EDGE}" y="5">{_text(_short(name))}</text>'] if name else []
    most = max(trial.weight for trial in trials)
    return [*head, *[_trial(trial, axis=axis, most=most) for trial in trials], *_whole(part, name="Pooled", axis=axis)]


def _trial(trial: Trial, *, axis: Axis, most: float) -> str:
    side = round(4 + 8 * sqrt(trial.weight / most), 1)
    middle = axis.at(trial.g)
    square = f'<rect class="trial" x="{middle - side / 2:g}" y="{-side / 2:g}" width="{side}" height="{side}"/>'
    marks = [_line(trial.low, trial.high, axis=axis), square if axis.low <= trial.g <= axis.high else ""]
    name = f"{trial.study}: g {_number(trial.g)}, {_span(trial.low, trial.high)}"
    texts = _texts(_short(trial.study), n=trial.n_rows, g=trial.g, low=trial.low, high=trial.high, axis=axis)
    share = f'<text x="{_share_at(axis):g}" y="5" text-anchor="end">{100 * trial.weight:.1f} %</text>'
    return f"<title>{_text(name)}</title>" + "".join([*texts, *marks, share])


def _whole(part: Pooled, *, name: str, axis: Axis) -> list[str]:
    """The pooled effect as a diamond, and below it where a trial to come is expected."""
    left, middle, right = axis.at(part.low), axis.at(part.g), axis.at(part.high)
    diamond = f'<polygon class="pooled" points="{left},0 {middle},-8 {right},0 {middle},8"/>'
    texts = _texts(name, n=part.n_rows, g=part.g, low=part.low, high=part.high, axis=axis, kind=' class="whole"')
    rows = ["".join([*texts, diamond])]
    if part.pi_low is not None and part.pi_high is not None:
        line = f'<line class="expected" x1="{axis.at(part.pi_low)}" x2="{axis.at(part.pi_high)}" y1="0" y2="0"/>'
        label = f'<text class="quiet" x="{EDGE}" y="5">A trial to come</text>'
        span = f'<text class="quiet" x="{_numbers_at(axis):g}" y="5">{_span(part.pi_low, part.pi_high)}</text>'
        rows.append(label + line + span)
    return rows


def _texts(name: str, *, n: int, g: float, low: float, high: float, axis: Axis, kind: str = "") -> list[str]:
    return [
        f'<text{kind} x="{EDGE}" y="5">{_text(name)}</text>',
        f'<text{kind} x="{axis.left - 24:g}" y="5" text-anchor="end">{n}</text>',
        f'<text{kind} x="{_numbers_at(axis):g}" y="5">{_number(g)} ({_span(low, high)})</text>',
    ]


def _line(low: float, high: float, *, axis: Axis) -> str:
    """An interval; an arrow where it goes on beyond the plot."""
    left, right = axis.at(low), axis.at(high)
    path = f"M{left} 0H{right}"
    path += f"M{left + 6:g} -4L{left} 0L{left + 6:g} 4" if low < axis.low else f"M{left} -4V4"
    path += f"M{right - 6:g} -4L{right} 0L{right - 6:g} 4" if high > axis.high else f"M{right} -4V4"
    return f'<path class="interval" d="{path}"/>'


def _frame(axis: Axis, *, title: str, height: int, mean: float) -> list[str]:
    """Heading, columns, the axis with its numbers, and the lines of no difference and of the pooled effect."""
    top, bottom = HEAD - ROW / 2, height - FOOT
    zero, pooled = axis.at(0), axis.at(mean)
    columns = [(EDGE, "start", "Trial"), (axis.left - 24, "end", "Effects"), (axis.left, "start", "Hedges' g")]
    columns += [(_numbers_at(axis), "start", "g (95 % interval)"), (_share_at(axis), "end", "Weight")]
    heads = [
        f'<text class="head" x="{x:g}" y="58" text-anchor="{end}">{_text(word)}</text>' for x, end, word in columns
    ]
    ticks = [
        f'<path class="line" d="M{axis.at(tick)} {bottom}v6"/>'
        f'<text class="quiet" x="{axis.at(tick)}" y="{bottom + 22}" text-anchor="middle">{tick:g}</text>'.replace(
            ">-", ">−"
        )
        for tick in axis.ticks()
    ]
    return [
        f'<text class="whole" x="{EDGE}" y="28">{_text(title)}</text>',
        *heads,
        f'<path class="zero" d="M{zero} {top:g}V{bottom}"/>',
        f'<path class="mean" d="M{pooled} {top:g}V{bottom}"/>',
        f'<path class="line" d="M{axis.left:g} {bottom}H{axis.left + axis.width:g}"/>',
        *ticks,
        f'<text class="quiet" x="{zero - 8}" y="{bottom + 46}" text-anchor="end">control better ←</text>',
        f'<text class="quiet" x="{zero + 8}" y="{bottom + 46}">→ therapy better</text>',
    ]


def _axis(parts: Sequence[Pooled], *, left: float) -> Axis:
    """An axis with 0 in it that holds every effect and pooled interval; a very wide interval of one trial is cut."""
    must = [0.0] + [end for part in parts for end in (part.low, part.high)]
    must += [end for part in parts for end in (part.pi_low, part.pi_high) if end is not None]
    must += [trial.g for part in parts for trial in part.trials]
    reach = max(max(must) - min(must), 0.5)
    ends = [end for part in parts for trial in part.trials for end in (trial.low, trial.high)]
    low = max(min([*must, *ends]), min(must) - reach / 3)
    high = min(max([*must, *ends]), max(must) + reach / 3)
    step = _step((high - low) / N_TICKS)
    low, high = min(floor(low / step), -1) * step, max(ceil(high / step), 1) * step
    return Axis(low=low, high=high, left=left, width=PLOT)


def _step(width: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(width))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= width * 0.999999)


def _numbers_at(axis: Axis) -> float:
    return axis.left + axis.width + EDGE


def _share_at(axis: Axis) -> float:
    return axis.left + axis.width + NUMBERS + SHARE


def _span(low: float, high: float, *, between: bool = False) -> str:
    return f"{_number(low)} {'and' if between else 'to'} {_number(high)}"


def _number(value: float) -> str:
    """Two decimals with a true minus sign, and no minus before a nought."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _text(words: str) -> str:
    """Words safe inside SVG: marked-up letters escaped, letters that XML does not know left out."""
    return escape("".join(letter for letter in words if letter.isprintable()))
