"""The first two stages of a tiny chat model, which the tests of all stages start from."""

from pathlib import Path

import pytest

from tests.recipes.language.chat.tiny_stages import STORY, run

SIZES = {"width": 32, "hidden": 64, "n_layers": 1, "n_heads": 2, "n_key_heads": 1}
FEW = {"n_templated": 40, "n_refusals": 20, "n_sums": 24, "batch_size": 8}


@pytest.fixture(scope="session")
def stages(tmp_path_factory, data_folder) -> Path:
    """A folder with a run of pretraining and of instruction tuning."""
    folder = tmp_path_factory.mktemp("stages")
    (folder / "own.txt").write_text((STORY + "\n") * 300)
    text = {"text": str(folder / "own.txt"), "vocabulary": 400}
    run("everyday-llama", folder, **text, **SIZES, batch_size=4)
    run("chat-instructions", folder, "everyday-llama", **FEW)
    return folder
