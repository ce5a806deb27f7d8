"""From evidence to an explained diagnosis: for all messages, for one, or step by step."""

from tracekit.diagnosis.case import Case, Step
from tracekit.diagnosis.compare import Comparison, compare
from tracekit.diagnosis.diagnose import Diagnosis, diagnose
from tracekit.diagnosis.routes import Routes
from tracekit.diagnosis.triage import Triage, triage
from tracekit.diagnosis.walk import Walk

__all__ = ["Case", "Comparison", "Diagnosis", "Routes", "Step", "Triage", "Walk", "compare",
           "diagnose", "triage"]  # fmt: skip
