"""The mixed model for repeated measures: the main analysis of a score that is missing at random after somebody left.

Every covariate has a coefficient of its own at each visit, the covariance of the visits is unstructured, and both are
fitted by restricted maximum likelihood (Mallinckrodt and colleagues 2008, Drug Inf J 42:303-319; known, not re-read).
"""

from math import sqrt

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import stdtrit

from ipt.outcomes.proportion import Interval

Matrix = NDArray[np.float64]


class NotFitted(ValueError):
    """There is too little to fit a model to, or the likelihood has no highest point that could be found."""


@frozen
class Estimate:
    """One coefficient in points, with its standard error and 95% interval (t, people less covariates)."""

    value: float
    se: float
    interval: Interval


@frozen(eq=False)
class Fitted:
    """What was fitted: coefficients (visits x covariates, points), their covariance, and that of the visits."""

    n_people: int
    coefficients: Matrix
    covariance: Matrix
    of_visits: Matrix

    def estimate(self, weights: Matrix) -> Estimate:
        """A sum of coefficients by weights of the same shape (visits x covariates), such as one arm at one visit."""
        flat = weights.ravel()
        value = float(flat @ self.coefficients.ravel())
        se = sqrt(float(flat @ self.covariance @ flat))
        freedom = self.n_people - self.coefficients.shape[1]
        half = float(stdtrit(freedom, 0.975)) * se
        return Estimate(value, se, Interval(value - half, value + half))

    def at(self, visit: int, *, covariate: int) -> Estimate:
        """One coefficient by its place."""
        weights = np.zeros_like(self.coefficients)
        weights[visit, covariate] = 1.0
        return self.estimate(weights)


@frozen(eq=False)
class _Pattern:
    """Everybody seen at the same visits."""

    seen: NDArray[np.intp]
    n: int
    of_covariates: Matrix
    with_outcome: Matrix
    of_outcome: Matrix


def repeated_measures(outcome: Matrix, *, covariates: Matrix) -> Fitted:
    """Fit scores (people x visits, points, NaN where missing) on covariates (people x p, complete, with a column of 1).

    People without any score say nothing and are left out. NotFitted where fewer people than covariates are seen at a
    visit or no fit is found; ValueError where a covariate is missing or the two differ in length.
    """
    if len(outcome) != len(covariates) or not np.isfinite(covariates).all():
        raise ValueError("covariates: one complete row for each person is needed.")
    here = np.isfinite(outcome)
    some = here.any(axis=1)
    outcome, covariates, here = outcome[some], covariates[some], here[some]
    n_visits, n_covariates = outcome.shape[1], covariates.shape[1]
    if int(here.sum(axis=0).min()) <= n_covariates:
        raise NotFitted("Each visit needs more people with a score than there are covariates.")
    patterns = _patterns(outcome, covariates=covariates, here=here)
    start = _start(outcome, covariates=covariates, here=here)
    found = minimize(_deviance, start, args=(patterns, n_visits), method="BFGS", options={"gtol": 1e-5})
    if not np.isfinite(found.fun) or float(np.abs(found.jac).max()) > 1e-2:
        raise NotFitted("The likelihood has no highest point that could be found; fewer visits may help.")
    of_visits = _covariance(found.x, n=n_visits)
    information, score, _, _ = _sums(of_visits, patterns=patterns)
    covariance: Matrix = np.linalg.inv(information).astype(np.float64)
    coefficients = (covariance @ score).reshape(n_visits, n_covariates)
    return Fitted(len(outcome), coefficients, covariance, of_visits)


def _patterns(outcome: Matrix, *, covariates: Matrix, here: NDArray[np.bool_]) -> list[_Pattern]:
    kinds, which = np.unique(here, axis=0, return_inverse=True)
    found = []
    for number, kind in enumerate(kinds):
        rows = which.ravel() == number
        filled, z = np.where(here[rows], outcome[rows], 0.0), covariates[rows]
        found.append(_Pattern(np.flatnonzero(kind), int(rows.sum()), z.T @ z, filled.T @ z, filled.T @ filled))
    return found


def _start(outcome: Matrix, *, covariates: Matrix, here: NDArray[np.bool_]) -> Matrix:
    """The spread at each visit by itself, every correlation one half."""
    spreads = []
    for visit in range(outcome.shape[1]):
        rows = here[:, visit]
        fit, *_ = np.linalg.lstsq(covariates[rows], outcome[rows, visit], rcond=None)
        left = outcome[rows, visit] - covariates[rows] @ fit
        spreads.append(max(sqrt(float(left @ left) / max(int(rows.sum()) - covariates.shape[1], 1)), 1e-6))
    spread = np.array(spreads)
    root = np.linalg.cholesky(np.outer(spread, spread) * (0.5 + 0.5 * np.eye(len(spread))))
    return np.concatenate([np.log(np.diag(root)), root[np.tril_indices(len(spread), -1)]])


def _covariance(parameters: Matrix, *, n: int) -> Matrix:
    root = np.diag(np.exp(parameters[:n]))
    root[np.tril_indices(n, -1)] = parameters[n:]
    product: Matrix = root @ root.T
    return product


def _deviance(parameters: Matrix, patterns: list[_Pattern], n_visits: int) -> float:
    """Minus twice the restricted log-likelihood, but for a constant."""
    try:
        information, score, determinants, squares = _sums(_covariance(parameters, n=n_visits), patterns=patterns)
        sign, size = np.linalg.slogdet(information)
        if sign <= 0:
            return float("inf")
        return float(determinants + size + squares - score @ np.linalg.solve(information, score))
    except np.linalg.LinAlgError:
        return float("inf")


def _sums(of_visits: Matrix, *, patterns: list[_Pattern]) -> tuple[Matrix, Matrix, float, float]:
    """X'V⁻¹X, X'V⁻¹y, the sum of log|V| and y'V⁻¹y over all people."""
    n_visits = len(of_visits)
    n_covariates = len(patterns[0].of_covariates)
    information = np.zeros((n_visits * n_covariates, n_visits * n_covariates))
    score = np.zeros(n_visits * n_covariates)
    determinants = squares = 0.0
    for pattern in patterns:
        part = of_visits[np.ix_(pattern.seen, pattern.seen)]
        inverse = np.zeros_like(of_visits)
        inverse[np.ix_(pattern.seen, pattern.seen)] = np.linalg.inv(part)
        information += np.kron(inverse, pattern.of_covariates)
        score += (inverse @ pattern.with_outcome).ravel()
        determinants += pattern.n * float(np.linalg.slogdet(part)[1])
        squares += float(np.sum(inverse * pattern.of_outcome))
    return information, score, determinants, squares
