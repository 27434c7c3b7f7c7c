"""Messages name options as their reader writes them, in a terminal and in Python."""

import ast
import re
import shlex
from pathlib import Path

import pytest

import gradatim
from gradatim.spelling import given, speaking, spelled
from tests.cli.helpers import complaint

SOURCE = Path(gradatim.__file__).parent
# Only ever read in a terminal, or no option but a word of a command that is quoted whole.
IN_TERMINALS = ("cli", "labs")
SAYS = {"UserError", "warn", "Diverged", "require_default"}


def test_an_option_is_spelled_with_its_value_in_both_worlds():
    python = (spelled("val_fraction", 0), spelled("data", "FOLDER"), spelled("flip", True))
    assert python == ("val_fraction=0", "data=FOLDER", "flip=True")
    assert given("hidden", (16, 8)) == "hidden is (16, 8)"
    with speaking(terminal=True):
        typed = (spelled("val_fraction", 0), spelled("data", "FOLDER"), spelled("flip", False))
        assert typed == ("--val-fraction 0", "--data FOLDER", "--no-flip")
        assert given("hidden", (16, 8)) == "--hidden is 16 8"
        assert spelled("n_tokens") == "--tokens"
    assert spelled("n_tokens") == "n_tokens"


def messages(tree: ast.AST):
    """The texts of a file that are said to a user, with their lines."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in SAYS:
                yield from ((p.lineno, p.value) for p in parts(call) if isinstance(p.value, str))


def parts(node: ast.AST):
    """The constants of a message, without the names that `given` and `spelled` spell."""
    if isinstance(node, ast.Constant):
        yield node
    if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("given", "spelled")):
        for child in ast.iter_child_nodes(node):
            yield from parts(child)


# Words with an underscore that are not options: of files, of other libraries, of classes in Python.
NO_OPTIONS = {"pydoc_data", "model_type", "merge_and_unload", "norm_first", "tokenizer_config"}


def test_no_message_of_the_library_spells_an_option_out():
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        if file.relative_to(SOURCE).parts[0] in IN_TERMINALS:
            continue
        for line, text in messages(ast.parse(file.read_text("utf-8"))):
            python = set(re.findall(r"(?<![\w.])[a-z]+_[a-z_]+", text)) - NO_OPTIONS
            terminal = re.search(r"(?<![\w-])--[a-z]", text)
            if (terminal or (python and " " in text)) and "`" not in text:
                found.append(f"{file.relative_to(SOURCE)}:{line}: {text}")
    assert found == []


@pytest.mark.parametrize(
    ("recipe", "options", "typed", "python"),
    [
        ("digits-mlp", {"epochs": 1, "steps": 1}, "--epochs is 1 and --steps is 1", "epochs is"),
        ("digits-mlp", {"momentum": 0.5}, "--momentum belongs to", "momentum belongs to"),
        ("digits-mlp", {"alternating_flip": True}, "needs --flip", "needs flip=True"),
        ("digits-mlp", {"hidden": (0,)}, "--hidden is 0: give", "hidden is (0,): give"),
        ("digits-mlp", {"optimizer": "adam"}, "--optimizer is 'adam'", "optimizer is 'adam'"),
        ("digits-mlp", {"device": "gpu"}, "--device is 'gpu'", "device is 'gpu'"),
        ("digits-mlp", {"max_seconds": -1}, "--max-seconds is -1", "max_seconds is -1"),
        ("digits-mlp", {"val_fraction": 2}, "--val-fraction is 2", "val_fraction is 2"),
        ("digits-resnet", {"widths": (8, 8)}, "--widths is 8 8", "widths is (8, 8)"),
        ("table-mlp", {}, "add --data FILE and --target", "add data=FILE and target=COLUMN"),
        (
            "digits-mlp",
            {"precision": "float16"},
            "--precision is 'float16', which is not known: did you mean 'bfloat16'? Allowed: auto,",
            "did you mean 'bfloat16'? Allowed: auto, float32, bfloat16.",
        ),
        (
            "digits-convnet",
            {"init_from": "nothing"},
            "--init-from is 'nothing': nothing is not a run folder",
            "init_from is 'nothing': nothing is not a run folder",
        ),
        ("digits-mlp", {"epochs": -1}, "--epochs is -1: give", "epochs is -1.0: give"),
        ("folder-resnet", {}, "add --data FOLDER", "add data=FOLDER"),
        ("pyrat-search", {"to_win": 3}, "--to-win is 3: give", "to_win is 3.0: give"),
        ("pyrat-search", {"presets": ("tiny",)}, "--presets has 'tiny'", "presets has 'tiny'"),
        ("pyrat-dqn", {"buffer_size": 1}, "--learning-starts 20000", "learning_starts=20000"),
        ("docs-gpt", {"n_heads": 3}, "not divide --width", "not divide width"),
    ],
)
def test_both_worlds_get_the_same_sentence(
    capsys, tmp_path, monkeypatch, recipe, options, typed, python
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(gradatim.UserError, match=re.escape(python)) as said:
        gradatim.train(recipe, show=False, **options)
    assert "--" not in str(said.value)
    with speaking(terminal=True):
        words = [spelled(k, " ".join(map(str, v)) if isinstance(v, tuple) else v)
                 for k, v in options.items()]  # fmt: skip
    assert typed in complaint(capsys, "train", recipe, *shlex.split(" ".join(words)))
