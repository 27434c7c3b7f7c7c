"""Several processes for one command, started by torchrun."""

import os
import subprocess
import sys

from gradatim.training import RuntimeOptions


def is_main() -> bool:
    """Tell whether this process is the one that prints."""
    return os.environ.get("RANK", "0") == "0"


def is_alone(options: RuntimeOptions) -> bool:
    """Tell whether several processes were asked for and this one was not started as one of them."""
    return (options.devices > 1 or options.nodes > 1) and "RANK" not in os.environ


def launch(options: RuntimeOptions) -> None:
    """Start this very command line in several processes; exit with the code of torchrun."""
    where = ["--standalone"]  # a free port of this machine
    if options.nodes > 1:
        address, _, port = options.master_address.partition(":")
        where = ["--nnodes", str(options.nodes), "--node-rank", str(options.node_rank)]
        where += ["--master-addr", address, "--master-port", port or "29500"]
    torchrun = [sys.executable, "-m", "torch.distributed.run"]
    torchrun += ["--nproc-per-node", str(options.devices)]
    # The same words in every process: each parses them, and RANK tells it that it is not alone.
    command = [*torchrun, *where, "-m", "gradatim", *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False).returncode)
