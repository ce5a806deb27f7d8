"""What all tests share: the same examples in every run, so that a green run stays green."""

import gc

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.load_profile("same")


def pytest_collection_finish():
    """Leave what lives to the end out of every look for garbage, and look for it less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
