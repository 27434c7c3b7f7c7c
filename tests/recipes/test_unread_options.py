"""An option that nothing would read is refused where it is given, in one sentence."""

import os
from pathlib import Path

import pytest
from PIL import Image

from gradatim.cli import main
from gradatim.cli.processes import launch
from gradatim.data.sampler import whole_batch
from gradatim.errors import UserError
from gradatim.training import RuntimeOptions
from tests.cli.helpers import complaint

MASTER = "10.0.0.1:29500"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "digits-mlp --val-fraction 0 --evaluate-every 1",
            "--evaluate-every is 1, and digits-mlp holds out no data to measure during the run",
        ),
        ("digits-mlp --val-fraction 0 --evaluate-seconds 1", "--evaluate-seconds is 1.0, and"),
        ("digits-mlp --val-fraction 0 --patience 2", "--patience is 2, and digits-mlp holds out"),
        (f"digits-mlp --master-address {MASTER}", "--master-address is '10.0.0.1:29500', and"),
        ("digits-mlp --node-rank 1", "--node-rank is 1, and --nodes is 1: leave it out"),
        ("digits-mlp --nodes 2 --node-rank 2", "--node-rank is 2, and --nodes is 2: give 0 to 1"),
        ("mnist-to-usps --labels-per-class 5 --images 100", "--images is 100, and with"),
        ("mnist-to-usps --evaluate-seconds 1", "--evaluate-seconds"),
        (
            "pyrat-ppo --opponents greedy --snapshot-every 3",
            "--snapshot-every is 3, and 'past' is not among the opponents: leave it out",
        ),
        ("digits-mlp --momentum 0.5", "--momentum belongs to sgd and muon"),
        ("digits-mlp --shift 8", "--shift is 8, and the images have 8 pixels"),
        ("digits-mlp --hidden 0", "--hidden is 0: give whole numbers of at least 1"),
        ("digits-resnet --widths 8 8", "--depths is 1 1 1 and --widths is 8 8: give equally many"),
        ("docs-gpt --n-heads 3", "which does not divide --width, "),
        ("spoken-digits --mask-width 1000", "--mask-width is 1000: give at most 39"),
    ],
)
def test_what_nothing_reads_is_refused_with_the_name_as_it_is_typed(
    capsys, tmp_path, monkeypatch, words, sentence
):
    monkeypatch.chdir(tmp_path)
    assert sentence in complaint(capsys, "train", *words.split(), "--steps", "2")


def test_a_folder_with_validation_images_holds_out_no_others(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for split in ("train", "val", "test"):
        for label, color in (("red", (255, 0, 0)), ("blue", (0, 0, 255))):
            folder = tmp_path / "pets" / split / label
            folder.mkdir(parents=True)
            for i in range(4):
                Image.new("RGB", (16, 16), color).save(folder / f"{i}.png")
    words = ["train", "digits-mlp", "--data", "pets", "--image-size", "8", "--batch-size", "4"]
    said = complaint(capsys, *words, "--steps", "2", "--val-fraction", "0.5")
    assert "--val-fraction is 0.5, and pets has validation images of its own" in said
    main([*words, "--steps", "2"])


def test_no_more_processes_than_devices():
    many = 1 + max(2, os.cpu_count() or 1)
    with pytest.raises(UserError, match=f"devices is {many}: this machine has"):
        launch(RuntimeOptions(device="cpu", devices=many), ["train", "digits-mlp"], Path("run"))


def test_a_batch_of_all_examples_is_said():
    assert whole_batch(8, 20) == 8
    with pytest.warns(UserWarning, match="batch_size is 30 and there are 20 examples"):
        assert whole_batch(30, 20) == 20
