"""What every test shares: one torch thread, the folder of real data, a seed."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest
import torch

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("MPLBACKEND", "agg")
torch.set_num_threads(1)
ROOT = Path(__file__).parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"
if "GRADATIM_DATA" not in os.environ and SHARED_DATA.is_dir():
    os.environ["GRADATIM_DATA"] = str(SHARED_DATA)


@pytest.fixture(autouse=True)
def _seed() -> None:
    torch.manual_seed(0)


@pytest.fixture(autouse=True)
def _repository_stays_clean():
    """A test writes into its temporary folder, and nothing beside our own files."""
    before = set(os.listdir(ROOT))
    yield
    # Of several processes another may have written it: the name says which test to look at.
    left = {name for name in set(os.listdir(ROOT)) - before if name[0] != "."}
    assert not left, f"a test left {', '.join(sorted(left))} in the repository"


def limits() -> list[tuple[int, int]]:
    """What the system lets this process take: memory, processor time, size of a file."""
    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)
        return [resource.getrlimit(kind) for kind in kinds]
    return []


@pytest.fixture(autouse=True)
def _limits_stay():
    """A test that left a limit behind would end some other test of its process much later."""
    before = limits()
    yield
    assert limits() == before


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real data sets in their publishers' formats; skips where it is absent."""
    folder = Path(os.environ.get("GRADATIM_DATA", "none"))
    if not folder.is_dir():
        pytest.skip("no real data here: set GRADATIM_DATA to a folder with the published files")
    return folder.resolve()


@pytest.fixture(scope="module")
def chromium():
    """One Chromium for all tests of a file."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
