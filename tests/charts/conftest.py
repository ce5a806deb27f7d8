"""Charts are tried with the payloads of the render room."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "render"))
