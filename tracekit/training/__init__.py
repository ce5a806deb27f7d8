"""Training: scenarios, practice without automatic answers, grading, exams, progress."""

from tracekit.training.attempt import Attempt
from tracekit.training.exercise import Exercise
from tracekit.training.loader import bundled_scenarios, load_scenarios, mistakes
from tracekit.training.practice import Practice
from tracekit.training.rendering import FORMATS, Rendered, render
from tracekit.training.schema import Scenario

__all__ = ["FORMATS", "Attempt", "Exercise", "Practice", "Rendered", "Scenario",
           "bundled_scenarios", "load_scenarios", "mistakes", "render"]  # fmt: skip
