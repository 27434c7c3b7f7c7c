"""Limits of memory and wall time for a learner's code."""

MEMORY = 1 << 30  # bytes that a check may take on top of what torch takes


def wall_seconds(seconds: float) -> float:
    """Wall time until the learner's line is stopped: generous, since the machine may be busy."""
    return 3 * seconds + 5
