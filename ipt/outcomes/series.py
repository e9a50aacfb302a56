"""Many courses of scores in time, as columns: each course's scores by day, one a day."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@frozen(eq=False)
class Batch:
    """Courses with equally many scores: which they are among all (m), their days and scores (m × n)."""

    which: Whole
    days: Floats
    scores: Floats


@frozen(eq=False)
class Series:
    """Courses in the order they first appeared; the scores of course i are those from starts[i] to starts[i + 1]."""

    names: tuple[str, ...]
    starts: Whole
    days: Floats
    scores: Floats

    @property
    def n_courses(self) -> int:
        """How many courses there are."""
        return len(self.names)

    @property
    def lengths(self) -> Whole:
        """How many scores each course has."""
        return np.diff(self.starts)

    @property
    def first_days(self) -> Floats:
        """The day of each course's first score."""
        return self.days[self.starts[:-1]]

    def some(self, which: Whole) -> "Series":
        """These courses, in this order."""
        lengths = self.lengths[which]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        rows = np.repeat(self.starts[which] - starts[:-1], lengths) + np.arange(starts[-1])
        names = tuple(self.names[one] for one in which)
        return Series(names=names, starts=starts, days=self.days[rows], scores=self.scores[rows])

    def by_length(self) -> Iterator[Batch]:
        """The courses in batches of one length, the shortest first."""
        for length in np.unique(self.lengths):
            which = np.flatnonzero(self.lengths == length)
            rows = self.starts[which][:, None] + np.arange(length)
            yield Batch(which=which, days=self.days[rows], scores=self.scores[rows])

    def shortened(self, most: int) -> "Series":
        """The same courses with at most so many scores each: the first, the last, and evenly many between."""
        if not self.n_courses or self.lengths.max() <= most:
            return self
        kept = [
            np.unique(np.linspace(start, end - 1, min(most, end - start)).round().astype(np.int64))
            for start, end in zip(self.starts[:-1], self.starts[1:], strict=True)
        ]
        rows = np.concatenate(kept)
        starts = np.concatenate([[0], np.cumsum([len(one) for one in kept])]).astype(np.int64)
        return Series(names=self.names, starts=starts, days=self.days[rows], scores=self.scores[rows])


def series(courses: Sequence[str], *, days: Sequence[float] | Floats, scores: Sequence[float] | Floats) -> Series:
    """Courses from rows in any order, one row a score; the scores of one course on one day are averaged."""
    numbers: dict[str, int] = {}
    course = np.fromiter((numbers.setdefault(one, len(numbers)) for one in courses), np.int64, len(courses))
    day, score = np.asarray(days, np.float64), np.asarray(scores, np.float64)
    order = np.lexsort((score, day, course))
    course, day, score = course[order], day[order], score[order]
    is_new = np.ones(len(course), np.bool_)
    is_new[1:] = (np.diff(course) != 0) | (np.diff(day) != 0)
    rows = np.flatnonzero(is_new)
    if not len(rows):
        return Series(names=(), starts=np.zeros(1, np.int64), days=day, scores=score)
    means = np.add.reduceat(score, rows) / np.diff(np.append(rows, len(score)))
    counts = np.bincount(course[rows], minlength=len(numbers))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Series(names=tuple(numbers), starts=starts, days=day[rows], scores=means)


def digits(name: str, *, salt: str) -> int:
    """The first eight hexadecimal digits of SHA-256 of "salt:name", as a number: a draw that is always the same."""
    return int(sha256(f"{salt}:{name}".encode()).hexdigest()[:8], 16)


def folds(names: Sequence[str], *, salt: str, n_folds: int = 5) -> Whole:
    """The fold of each course, from 0, by its name alone."""
    return np.fromiter((digits(name, salt=salt) % n_folds for name in names), np.int64, len(names))


def sampled(courses: Series, *, most: int) -> Series:
    """At most so many courses, drawn by their names, so that the same ones come whatever the order of rows."""
    if courses.n_courses <= most:
        return courses
    drawn = sorted(range(courses.n_courses), key=lambda one: (digits(courses.names[one], salt="sample"), one))
    return courses.some(np.sort(np.array(drawn[:most], np.int64)))
