"""Run folders with damaged files: every command ends well or in one sentence, nothing lies."""

import json
import random
import re
import shutil
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import gradatim
from gradatim.errors import UserError
from gradatim.experiments.energy import compare_energy
from gradatim.recipes import runs
from gradatim.reports.run_report import write_comparison, write_report
from gradatim.training import Run

JSON_FILES = ("config.json", "summary.json", "metrics.jsonl")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([float("nan"), float("inf"), -1, 0, -0.5, 1e300, 10**25, 2**40]),
    st.sampled_from(["", "x", "[/x]", "\x00", "../..", "mnist", "é" * 300]),
    st.sampled_from([[], {}, [1, 2], {"a": 1}, [[[]]], [None], ["x"]]),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A finished run and one that was stopped, with a picture beside them."""
    folder = tmp_path_factory.mktemp("runs")
    options = {"steps": 6, "batch_size": 32, "threads": 1, "hidden": (8,), "show": False}
    gradatim.train("digits-mlp", out=folder / "finished", **options)
    gradatim.train("digits-mlp", out=folder / "other", **options)
    stopped = shutil.copytree(folder / "finished", folder / "stopped")
    (stopped / "summary.json").unlink()
    Image.new("L", (8, 8)).save(folder / "digit.png")
    return folder


def commands(folder: Path, run: Path) -> list[str]:
    """Call what the commands call; only a UserError may come out, whose text is returned."""
    calls = (
        lambda: write_report(run),
        lambda: write_comparison([run, folder / "other"], folder / "compare.html"),
        lambda: compare_energy({"a": run, "b": folder / "other"}),
        lambda: runs.evaluate(run),
        lambda: gradatim.load(run).predict(folder / "digit.png"),
        lambda: runs.resume(run, show=False),
    )
    said = []
    for call in calls:
        try:
            call()
        except UserError as error:
            said.append(str(error))
    return said


@st.composite
def damages(draw):
    """A function that damages the text of a JSON file."""
    seed = draw(st.integers(0, 10**6))
    kind = draw(st.sampled_from(["value", "value", "value", "lost", "bytes", "cut", "whole"]))
    value = draw(VALUES)
    raw = draw(st.sampled_from([b"\xe9", b"\x00", b"[" * 3000, b'"\\ud800"', b"}", b"1" * 5000]))

    def damage(content: bytes) -> bytes:
        rng = random.Random(seed)
        if kind == "whole":
            return json.dumps(value).encode()
        if kind == "cut":
            return content[: rng.randrange(len(content))]
        if kind == "bytes":
            place = rng.randrange(len(content))
            return content[:place] + raw + content[place + rng.randrange(3) :]
        lines = content.split(b"\n}\n")  # one object, or one per line
        lines = [content] if len(lines) > 1 else content.splitlines()
        number = rng.randrange(len(lines))
        tree = json.loads(lines[number])
        tree.pop("sha256", None)  # as if somebody had changed it on purpose
        tree.pop("crc32", None)
        at = tree
        while True:
            key = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if isinstance(at[key], dict | list) and at[key] and rng.random() < 0.9:
                at = at[key]
                continue
            if kind == "lost":
                del at[key]
            else:
                at[key] = value
            break
        lines[number] = json.dumps(tree).encode()
        return b"\n".join(lines)

    return damage


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(JSON_FILES),
    start=st.sampled_from(["finished", "stopped"]),
    damage=damages(),
)
def test_damaged_json_ends_in_one_sentence(whole, name, start, damage):
    run = whole / "damaged"
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(whole / start, run)
    if (run / name).exists():
        (run / name).write_bytes(damage((run / name).read_bytes()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = commands(whole, run)
    assert all(10 < len(text) < 1000 and "\n" not in text for text in said)


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("summary.json", {"seconds": None}, r"summary.json has seconds None"),
        ("summary.json", {"metrics": {"accuracy": "x"}}, r"summary.json has metrics.accuracy 'x'"),
        ("config.json", {"recipe": 3}, r"config.json has recipe 3"),
        ("config.json", {"format": 99}, "install a newer one"),
        ("config.json", {"info": {"data": 3}}, r"info in config.json"),
    ],
)
def test_sentence_names_file_field_and_value(whole, tmp_path, file, change, said):
    run = shutil.copytree(whole / "finished", tmp_path / "run")
    values = json.loads((run / file).read_text())
    del values["sha256"]
    (run / file).write_text(json.dumps(values | change))
    assert any(re.search(said, text) for text in commands(whole, run))


def test_damaged_line_of_metrics_is_left_out_and_said(whole, tmp_path):
    run = shutil.copytree(whole / "finished", tmp_path / "run")
    lines = (run / "metrics.jsonl").read_text().splitlines()
    spoilt = lines[1].replace('"step": 2', '"step": 3')
    (run / "metrics.jsonl").write_text("\n".join([lines[0], spoilt, "[1, 2]", *lines[2:]]))
    with pytest.warns(UserWarning, match=r"2 damaged lines of .*line 2.*checksum"):
        rows = Run.open(run).metrics()
    assert [row["step"] for row in rows] == [1, *[json.loads(line)["step"] for line in lines[2:]]]


def test_options_of_another_type_are_refused():
    with pytest.raises(UserError, match="epochs is '3': give a number"):
        gradatim.train("digits-mlp", epochs="3")
