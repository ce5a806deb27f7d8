"""How long work keeps the processor: other programs on the machine do not count."""

import gc
import time
from collections.abc import Callable


def processor_seconds(work: Callable, *arguments: object) -> float:
    """Seconds that the processor spends on `work(*arguments)`."""
    gc.disable()  # collecting what other tests left would be counted
    try:
        start = time.process_time()
        work(*arguments)
        return time.process_time() - start
    finally:
        gc.enable()
