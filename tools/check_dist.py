"""Check what `make dist` built: whole, and able to run without the repository.

python tools/check_dist.py dist
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parents[1]
LEFT_OUT = (".ci/", ".github/")  # of the sdist: who has no repository runs no workflow
DOCS = "gradatim/web/course/docs/"  # where the wheel keeps the pages
COMMANDS = (
    "list",
    "train digits-mlp --steps 5 --out runs/digits",
    "export runs/digits --to safetensors",
    "lab init lab",
    "pyrat match greedy random --games 6",
    "fill How_are_[MASK]_doing?",
)


def tracked(folder: str = "") -> set[str]:
    """The files of the repository below a folder."""
    words = ["git", "ls-files", "-z", folder or "."]
    found = subprocess.run(words, cwd=HERE, capture_output=True, text=True, check=True).stdout
    return {name for name in found.split("\0") if name}


def missing(wheel: Path, sdist: Path) -> list[str]:
    """The tracked files that a package lacks, each with the package."""
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {name.removeprefix("src/") for name in tracked("src/gradatim")}
    wanted |= {DOCS + name.removeprefix("docs/") for name in tracked("docs")}
    lacks = [f"{wheel.name}: {name}" for name in sorted(wanted - inside)]
    with tarfile.open(sdist) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {name for name in tracked() if not name.startswith(LEFT_OUT)}
    return lacks + [f"{sdist.name}: {name}" for name in sorted(wanted - inside)]


def run_alone(wheel: Path) -> None:
    """Run some commands from the wheel, in a folder far from the repository.

    The libraries are those of this Python; the package itself is found in the wheel first.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(package)
        environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
        where = [sys.executable, "-c", "import gradatim; print(gradatim.__file__)"]
        found = subprocess.run(
            where, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        if not found.stdout.startswith(str(package)):
            sys.exit(f"the package came from {found.stdout.strip()}, not from the wheel.")
        for command in COMMANDS:
            words = [word.replace("_", " ") for word in command.split()]
            done = subprocess.run(
                [sys.executable, "-m", "gradatim", *words],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
            )
            print(f"{'ok' if not done.returncode else 'FAILED':6} gradatim {command}", flush=True)
            if done.returncode:
                sys.exit(done.stderr[-2000:])


def main(folder: Path) -> None:
    """Check the newest wheel and source archive of a folder."""
    wheel, sdist = (
        max(folder.glob(name), key=lambda file: file.stat().st_mtime)
        for name in ("*.whl", "*.tar.gz")
    )
    lacks = missing(wheel, sdist)
    if lacks:
        sys.exit("\n".join(["these files are missing:", *lacks[:30]]))
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, whole", flush=True)
    print(f"{sdist.name}: {sdist.stat().st_size / 1e6:.1f} MB, whole", flush=True)
    run_alone(wheel)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
