"""Safety: what must be looked at, what was found when somebody asked, and the plan made together."""

from clinic.safety.models.alert import Alert
from clinic.safety.models.crisis import CrisisLineRow
from clinic.safety.models.plan import SafetyPlan, Supporter
from clinic.safety.models.risk import RiskRecord

__all__ = ["Alert", "CrisisLineRow", "RiskRecord", "SafetyPlan", "Supporter"]
