"""The headings under which every page of the knowledge stands."""

WHAT, WHY, LOOKS, DO = "What it is", "Why it matters", "Looks like", "What to do"
LIKELY = "Likely: no source says it outright."
