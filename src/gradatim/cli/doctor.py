"""`gradatim doctor`: versions, devices, disk, data, extras, and what to fix."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from gradatim.data.download import cache_folder
from gradatim.printing import escaped
from gradatim.threads import how_threads_wait


class Finding(NamedTuple):
    """One line of the diagnosis; `grade` is good, note or bad."""

    grade: str
    subject: str
    text: str
    remedy: str = ""


def doctor_() -> None:
    """Check the installation: versions, devices, data, and what to fix."""
    table = Table(
        "", "subject", "finding", "what to do", title="gradatim doctor", title_justify="left"
    )
    mark = {"good": "[green]ok[/]", "note": "[yellow]note[/]", "bad": "[red]fix[/]"}
    for finding in examine():
        table.add_row(mark[finding.grade], *map(escaped, finding[1:]))
    Console(emoji=False).print(table)


def examine() -> Iterator[Finding]:
    """Look at this installation and yield a finding for each subject."""
    yield Finding("good", "Python", f"{platform.python_version()} on {platform.platform()}")
    yield from _packages()
    yield from _devices()
    yield from _disk()
    yield from _data()
    yield from _extras()


def _packages() -> Iterator[Finding]:
    for name in ("gradatim", "torch", "numpy", "safetensors", "scikit-learn", "numba"):
        try:
            yield Finding("good", name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding("bad", name, "not installed", f"pip install {name}")


def _devices() -> Iterator[Finding]:
    try:
        import torch  # here: an installation of torch that does not load is a finding as well
    except (ImportError, OSError) as error:
        yield Finding("bad", "torch", f"does not load: {error}", "install torch again")
        return
    cores = os.cpu_count() or 1
    used = f"torch uses {torch.get_num_threads()} threads, which wait {how_threads_wait()}"
    yield Finding("good", "CPU", f"{cores} cores, {used}")
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            gpu = torch.cuda.get_device_properties(index)
            memory = gpu.total_memory / 2**30
            fast = "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
            yield Finding("good", f"GPU {index}", f"{gpu.name}, {memory:.0f} GiB, {fast}")
    elif torch.mps.is_available():
        yield Finding("good", "GPU", "Apple's, through mps")
    elif shutil.which("nvidia-smi"):
        text = "there is one, but this torch cannot use it"
        yield Finding("bad", "GPU", text, "install the CUDA build of torch (docs/install.md)")
    else:
        yield Finding("note", "GPU", "none found", "every recipe also runs on the CPU")
    compiler = shutil.which("g++") or shutil.which("clang++")
    yield Finding(
        "good" if compiler else "note",
        "C++ compiler",
        compiler or "none found",
        "" if compiler else "only --compile needs one",
    )


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    writable = os.access(Path.cwd(), os.W_OK)
    text = f"{free:.1f} GiB free here" + ("" if writable else ", not writable")
    good = free > 2 and writable
    yield Finding("good" if good else "bad", "disk", text, "" if good else "choose --out elsewhere")


def _data() -> Iterator[Finding]:
    yield Finding("good", "download cache", str(cache_folder()))
    folder = os.environ.get("GRADATIM_DATA")
    if not folder:
        yield Finding("note", "GRADATIM_DATA", "not set", "data sets are downloaded when needed")
    elif Path(folder).is_dir():
        names = ", ".join(sorted(p.name for p in Path(folder).iterdir() if p.is_dir()))
        yield Finding("good", "GRADATIM_DATA", f"{folder}: {names}")
    else:
        yield Finding("bad", "GRADATIM_DATA", f"{folder} is not a folder", "correct or unset it")


def _extras() -> Iterator[Finding]:
    extras = {
        "pyrat": ("the official PyRat game", "gradatim[pyrat]"),
        "pettingzoo": ("PettingZoo and Gymnasium environments", "gradatim[env]"),
        "anywidget": ("views in Jupyter and marimo", "gradatim[notebook]"),
        "tensorboard": ("metrics in TensorBoard", "gradatim[tracking]"),
    }
    for module, (what, extra) in extras.items():
        if importlib.util.find_spec(module):
            yield Finding("good", module, what)
        else:
            yield Finding("note", module, f"{what}: not installed", f"pip install '{extra}'")
