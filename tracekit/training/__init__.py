"""Training: scenarios, practice without automatic answers, grading, exams, progress."""

from tracekit.training.attempt import Attempt
from tracekit.training.exercise import Exercise
from tracekit.training.loader import bundled_scenarios, load_scenarios, mistakes
from tracekit.training.practice import Practice
from tracekit.training.progress_page import progress_page
from tracekit.training.record import default_record, read_record
from tracekit.training.rendering import FORMATS, Rendered, render
from tracekit.training.schema import Scenario

__all__ = ["FORMATS", "Attempt", "Exercise", "Practice", "Rendered", "Scenario",
           "bundled_scenarios", "default_record", "load_scenarios", "mistakes", "progress_page",
           "read_record", "render"]  # fmt: skip
