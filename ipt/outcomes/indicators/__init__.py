"""Everything that a page tells of how a service, a team or a therapist's clients fared, small numbers hidden."""

from ipt.outcomes.indicators.whole import indicators

__all__ = ["indicators"]
