"""The headings under which every page of the knowledge stands."""

WHAT, WHY, LOOKS, DO = "What it is", "Why it matters", "Looks like", "What to do"
HEADINGS = (WHAT, WHY, LOOKS, DO, "References")
LIKELY = "Likely: no source says it outright."
