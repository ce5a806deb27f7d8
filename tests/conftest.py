"""What all tests share: the same examples in every run, so that a green run stays green."""

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.load_profile("same")
