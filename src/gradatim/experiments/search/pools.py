"""Where the runs of a sweep are trained: processes of this machine, or the workers of Ray.

Either gives a function that starts a call, and how many calls may go on at once.
"""

import importlib.util
import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from gradatim.errors import UserError
from gradatim.process_tree import end_with_parent
from gradatim.spelling import spelled

Submit = Callable[..., "Future[Any]"]


def n_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def processes(threads: int) -> Iterator[tuple[Submit, int]]:
    """One process per group of so many cores."""
    n_workers = max(1, n_cores() // threads)
    spawn = multiprocessing.get_context("spawn")  # torch does not survive a fork
    with ProcessPoolExecutor(n_workers, spawn, end_with_parent) as pool:
        yield pool.submit, n_workers


@contextmanager
def ray_workers(address: str, threads: int) -> Iterator[tuple[Submit, int]]:
    """One worker of a Ray cluster per group of so many cores; all see the folders of this machine.

    Args:
        address: of the cluster's head, ray://HOST:PORT.
        threads: of each call.

    Raises:
        UserError: Ray is not installed, no cluster is there, or a worker was lost.
    """
    check_ray(address)
    import ray  # an optional extra

    logging.getLogger("ray.client_builder").setLevel(logging.ERROR)  # it tells what it passes
    mine = {name: value for name, value in os.environ.items() if name.startswith("GRADATIM_")}
    try:
        ray.init(address, log_to_driver=False, runtime_env={"env_vars": mine})
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UserError(
            f"no cluster of Ray answers at {address} ({reason}): start one with `ray "
            "start --head --ray-client-server-port 10001`, and give its address."
        ) from error
    place = os.getcwd()
    call = ray.remote(num_cpus=threads, max_retries=0)(_in_folder)

    def submit(function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        return call.remote(place, function, *arguments).future()

    try:
        yield submit, max(1, int(ray.cluster_resources().get("CPU", 1)) // threads)
    except ray.exceptions.RayError as error:
        last = (str(error).strip().splitlines() or [type(error).__name__])[-1]
        raise UserError(
            f"a worker of {address} failed ({last}): each needs gradatim and the folder {place}; "
            "the same command goes on."
        ) from error
    finally:
        ray.shutdown()


def check_ray(address: str) -> None:
    """Check before a sweep begins.

    Raises:
        UserError: Ray is not installed.
    """
    if importlib.util.find_spec("ray") is None:
        raise UserError(
            f"{spelled('on', address)} needs Ray: pip install 'gradatim[ray]', or let "
            f"{spelled('on', 'slurm')} write commands.txt, with a line per run."
        )


def _in_folder(place: str, function: Callable[..., Any], *arguments: Any) -> Any:
    os.chdir(place)  # paths of options begin where the command was given
    return function(*arguments)
