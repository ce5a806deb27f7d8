"""Panels are tried with the made traces and the payloads."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "render"))
sys.path.append(str(Path(__file__).parents[1] / "charts"))
