"""Charts are tried with the payloads of the render room."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "render"))

# It holds no example, and pytest would take it for the conftest of another folder.
collect_ignore = ["conftest.py"]
