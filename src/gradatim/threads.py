"""How threads wait for each other: asleep, not in a loop that burns a core somebody else needs.

PyTorch's threads meet at a barrier after every layer. GNU's OpenMP lets those that arrive early
spin for a while; on a shared computer the thread they wait for may then get no core at all, and a
small network trains ten times slower with two threads than with one. The library reads its setting
once, when torch is loaded, so it is made when gradatim is imported, which comes first.
"""

import os
import sys

SETTING = "GOMP_SPINCOUNT"  # turns of the waiting loop before a thread sleeps
OF_THE_USER = (SETTING, "OMP_WAIT_POLICY")  # where one of them is set, nothing is changed


def let_waiting_threads_sleep() -> None:
    """Set how OpenMP threads wait, unless the user did."""
    if not any(name in os.environ for name in OF_THE_USER):
        os.environ[SETTING] = "0"


def how_threads_wait() -> str:
    """Say how threads wait, in words."""
    if os.environ.get(SETTING) == "0" and not TORCH_CAME_FIRST:
        return "asleep"
    set_by_user = [f"{name}={os.environ[name]}" for name in OF_THE_USER if name in os.environ]
    if TORCH_CAME_FIRST:
        return "as before gradatim: torch was imported first"
    return f"as set: {', '.join(set_by_user)}"


TORCH_CAME_FIRST = "torch" in sys.modules
