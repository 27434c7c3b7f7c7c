"""Rows for a GPU, tried in tiny on the CPU: a card that is lent is not lost to a silly fault."""

import json

import pytest
from benchmarks.gpu.rows import ROWS
from benchmarks.gpu.runner import ALL_SECONDS, run

from benchmarks.gpu import main
from gradatim.errors import UserError

# Those of CIFAR read 60,000 photographs first, the network of ImageNet fills a gigabyte, and flow
# and champion have tests of their own: `python -m benchmarks.gpu --dry` tries these as well.
QUICK = ("gpt-step", "llama-step", "gpt-writing")


def test_quick_rows_measure_something_and_are_kept(tmp_path, capsys):
    out = tmp_path / "gpu.json"
    results = run(QUICK, out, tiny=True)
    assert list(results) == list(QUICK)
    stored = json.loads(out.read_text("utf-8"))
    assert stored["rows"] == results
    for name, result in results.items():
        assert result["measured"], name
        assert "fault" not in result
    assert 0 < results["gpt-step"]["measured"]["ratio"] < 10


@pytest.mark.usefixtures("data_folder")
def test_a_recipe_is_trained_and_measured(tmp_path):
    measured = run(["mnist-99"], tmp_path / "gpu.json", tiny=True)["mnist-99"]["measured"]
    assert len(measured["accuracy"]) == 1
    assert measured["all_seconds"][0] > measured["train_seconds"][0] > 0


def test_what_is_in_the_file_is_not_measured_again_but_a_fault_is(tmp_path):
    out = tmp_path / "gpu.json"
    known = {"measured": {"ratio": 0.5}, "seconds": 1.0}
    failed = {"measured": {}, "fault": "stopped after 20 s"}
    out.write_text(json.dumps({"rows": {"gpt-step": known, "gpt-writing": failed}}), "utf-8")
    results = run(("gpt-step", "gpt-writing"), out, tiny=True)
    assert results["gpt-step"] == known
    assert results["gpt-writing"]["measured"]["ours_tokens_per_second"] > 0


def test_all_rows_fit_into_nine_minutes():
    assert sum(row.seconds for row in ROWS.values()) <= ALL_SECONDS


def test_no_gpu_and_unknown_rows_are_one_sentence(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(UserError, match="there is no GPU here: add --dry"):
        main([])
    with pytest.raises(UserError, match="there is no row 'gtp-step': did you mean 'gpt-step'"):
        main(["gtp-step"])
