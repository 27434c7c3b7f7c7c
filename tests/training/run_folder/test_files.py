"""What is read from a run folder has the types that others count on, or a sentence says not."""

import json
from pathlib import Path

import pytest

from gradatim.checksums import line_with_checksum, text_digest, with_checksum
from gradatim.errors import UserError
from gradatim.training.run_folder.files import read_config, read_metrics, read_summary
from gradatim.training.run_folder.old_names import FORMAT

CONFIG = {"recipe": "digits-mlp", "format": FORMAT, "options": {}, "info": {}, "runtime": {}}
SUMMARY = {"seconds": 1.5, "metrics": {"loss": 0.5}, "parameters": 10, "device": "cpu"}
SUMMARY |= {"energy": {"joules": 3.0, "source": "estimate"}}
ROW = {"step": 1, "epoch": 0.5, "seconds": 0.1, "kind": "train", "loss": 2.0}


def write(folder, name, values):
    (folder / name).write_text(values if isinstance(values, str) else json.dumps(values))


def test_a_config_is_read_without_its_checksum(tmp_path):
    write(tmp_path, "config.json", with_checksum(CONFIG))
    assert read_config(tmp_path) == CONFIG


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (with_checksum(CONFIG) | {"options": {"seed": 1}}, "its checksum does not fit"),
        (CONFIG | {"format": FORMAT + 1}, "install a newer one"),
        (CONFIG | {"options": []}, "has options"),
        ({"name": "x"}, "it names no recipe"),
        ("{", "is damaged"),
    ],
)
def test_a_damaged_config_is_one_sentence(tmp_path, config, words):
    write(tmp_path, "config.json", config)
    with pytest.raises(UserError, match=words):
        read_config(tmp_path)


def test_a_folder_without_config_is_no_run(tmp_path):
    with pytest.raises(UserError, match="is not a run folder"):
        read_config(tmp_path)


def test_the_bare_name_of_a_run_is_answered_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "mine").mkdir(parents=True)
    write(tmp_path / "runs" / "mine", "config.json", CONFIG)
    with pytest.raises(UserError, match="did you mean runs/mine"):
        read_config(Path("mine"))


def test_a_text_of_the_run_must_be_as_it_was(tmp_path):
    write(tmp_path, "tokenizer.json", "{}")
    write(tmp_path, "config.json", CONFIG | {"files": {"tokenizer.json": text_digest(b"{}")}})
    assert read_config(tmp_path)["files"]
    write(tmp_path, "tokenizer.json", "{ }")
    with pytest.raises(UserError, match=r"tokenizer\.json is not what the run wrote"):
        read_config(tmp_path)


def test_a_summary_is_read_or_empty_while_there_is_none(tmp_path):
    assert read_summary(tmp_path) == {}
    write(tmp_path, "summary.json", with_checksum(SUMMARY))
    assert read_summary(tmp_path) == SUMMARY
    write(tmp_path, "summary.json", SUMMARY | {"seconds": -1})
    with pytest.raises(UserError, match="has seconds -1"):
        read_summary(tmp_path)


def test_damaged_lines_of_metrics_are_left_out_and_said(tmp_path):
    good, changed = line_with_checksum(ROW), line_with_checksum(ROW).replace("2.0", "1.0")
    write(tmp_path, "metrics.jsonl", "\n".join([good, changed, "{", good, ""]))
    with pytest.warns(UserWarning, match=r"2 damaged lines .* line 2: its checksum does not fit"):
        rows = read_metrics(tmp_path)
    assert rows == [ROW, ROW]
