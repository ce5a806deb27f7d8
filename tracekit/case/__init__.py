"""Write-ups of cases: told from inputs, written to files, verified by making them again."""

from tracekit.case.batch import Batch, write_all
from tracekit.case.options import Options
from tracekit.case.parts import Parts
from tracekit.case.story import Story, tell
from tracekit.case.verify import Verdict, verify
from tracekit.case.write import Written, write

__all__ = ["Batch", "Options", "Parts", "Story", "Verdict", "Written", "tell", "verify", "write",
           "write_all"]  # fmt: skip
