"""The commands of Gradatim: thin, every one calls one function of the layers below.

The commands live in modules that are imported when they are called, so that `--help` is instant.
"""

import os
import sys
import warnings
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group

from gradatim.errors import UserError
from gradatim.version import __version__

app = App(
    name="gradatim",
    help="A lecture on deep learning, executable, step by step.",
    help_epilogue="Examples: `gradatim tour`, `gradatim train mnist-convnet`, `gradatim serve`.",
    version=__version__,
)
# what it is about, name, where it is written, one line of help, words of an example
COMMANDS = (
    (
        "The lecture",
        "tour",
        "results:tour_",
        "Train the models of the lecture, in three minutes.",
        "--data mnist",
    ),
    ("The lecture", "list", "runs:list_", "List the recipes with their expected results.", ""),
    ("Runs", "train", "runs:train_", "Train a recipe in a run folder.", "mnist-convnet --seed 1"),
    ("Runs", "resume", "runs:resume_", "Continue a run that was stopped.", "runs/mnist-mlp"),
    (
        "Runs",
        "evaluate",
        "runs:evaluate_",
        "Measure a run on its test data.",
        "runs/mnist-mlp --json",
    ),
    (
        "Runs",
        "predict",
        "results:predict_",
        "Classify images.",
        "runs/mnist-mlp 7.png",
    ),
    ("Runs", "report", "results:report_", "Write the page of a run.", "runs/mnist-convnet"),
    ("Runs", "compare", "results:compare_", "Compare runs in tables and curves.", "runs/a runs/b"),
    ("Runs", "find-lr", "runs:find_lr_", "Find a good learning rate for a recipe.", "mnist-mlp"),
    (
        "Language",
        "generate",
        "language:generate_",
        "Continue a text.",
        "runs/docs-gpt --prompt 'The '",
    ),
    (
        "Language",
        "fill",
        "language:fill_",
        "Predict a masked word.",
        "runs/docs-bert 'A [MASK] object'",
    ),
    (
        "Language",
        "translate",
        "language:translate_",
        "Translate a sentence.",
        "runs/dates-bahdanau '3 May 2021'",
    ),
    (
        "Language",
        "attention",
        "language:attention_",
        "Draw the attention of every head on a text.",
        "runs/docs-bert 'A sentence'",
    ),
    (
        "Language",
        "size",
        "size:size_",
        "Estimate parameters, memory, days and energy of a model.",
        "gpt3 --gpus 1024",
    ),
    ("Critique", "beyond", "experiments:beyond_", "Repeat chapter 6's experiments.", ""),
    ("Critique", "explain", "experiments:explain_", "Draw saliency maps.", "runs/mnist-convnet"),
    (
        "Critique",
        "bias",
        "experiments:bias_",
        "Measure the bias of a model.",
        "runs/adult-mlp --by sex",
    ),
    (
        "Critique",
        "energy",
        "experiments:energy_",
        "Compare accuracy and energy of runs.",
        "runs/a runs/b",
    ),
    (
        "Critique",
        "robustness",
        "experiments:robustness_",
        "Test robustness to corrupted images.",
        "runs/a",
    ),
    ("Critique", "critique", "experiments:critique_", "Repeat chapter 9's experiments.", "bias"),
    (
        "Learn by doing",
        "serve",
        "serve:serve",
        "Open the interactive demos in the browser, offline.",
        "--port 8421",
    ),
    (
        "Learn by doing",
        "lab",
        "lab:app",
        "Checked exercises, in the terminal or the browser.",
        "init",
    ),
    ("Learn by doing", "pyrat", "pyrat:app", "The PyRat game: matches, tournaments, replays.", ""),
    ("Help", "doctor", "results:doctor_", "Check the installation, say what to fix.", ""),
)
GROUPS = {title: Group.create_ordered(title) for title, *_ in COMMANDS}
for _title, _name, _target, _help, _example in COMMANDS:
    _path = f"gradatim.cli.{_target}"
    if _target.endswith(":app"):  # commands with commands of their own
        app.command(_path, name=_name, help=_help, group=GROUPS[_title])
        continue
    app.command(
        _path,
        name=_name,
        help=_help,
        group=GROUPS[_title],
        help_epilogue=f"Example: gradatim {_name} {_example}",
        help_flags=() if _name == "train" else ("--help", "-h"),  # each recipe has its own help
    )
app["--help"].group = app["--version"].group = GROUPS["Help"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line; a mistake in it becomes one line and exit code 2.

    Args:
        arguments: the words after `gradatim`; those of this process by default.
    """
    warnings.formatwarning = lambda message, *_: f"note: {message}\n"  # not a line of our code
    try:
        app(
            list(sys.argv[1:] if arguments is None else arguments),
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except (UserError, CycloptsError) as error:
        _complain(str(error))
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has left: `gradatim list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _complain(f"{error.filename or 'a file'}: {error.strerror or error}.")
        sys.exit(2)
    except KeyboardInterrupt:
        _complain("stopped.")
        sys.exit(130)


def _complain(message: str) -> None:
    from rich.console import Console

    text = " ".join(message.split())
    Console(stderr=True, soft_wrap=True, highlight=False).print(
        f"[red bold]error:[/] {_plain(text)}"
    )


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
