"""The commands of Gradatim: thin, every one calls one function of the layers below.

A command's module is imported when the command is called: torch takes seconds to import, and
`gradatim --help`, `gradatim list` and `gradatim train --help` do not wait for it.
"""

import errno
import io
import logging
import os
import re
import sys
import warnings
from collections.abc import Sequence
from typing import NamedTuple

from cyclopts import App, CycloptsError, Group, Parameter
from rich.console import Console

from gradatim.cli.help_boxes import Boxes, as_typed
from gradatim.cli.sentences import read, require_text, sentence
from gradatim.errors import UserError
from gradatim.printing import escaped
from gradatim.spelling import speaking
from gradatim.version import __version__


class Command(NamedTuple):
    """A command, where it is written, and what `gradatim --help` says of it."""

    name: str
    target: str  # module:function below gradatim.cli
    help: str
    example: str = ""  # words after `gradatim NAME`


COMMANDS: dict[str, tuple[Command, ...]] = {
    "The lecture": (
        Command("tour", "results:tour_", "Train the lecture's models and compare them."),
        Command("list", "recipes:list_", "List the recipes and the results to expect."),
    ),
    "Runs": (
        Command(
            "train", "recipes:train_", "Train a recipe in a run folder.", "digits-mlp --seed 1"
        ),
        Command("resume", "runs:resume_", "Continue a run that was stopped.", "runs/mnist-mlp"),
        Command("evaluate", "runs:evaluate_", "Measure a run on its test data.", "runs/mnist-mlp"),
        Command(
            "predict",
            "own.predict:predict_",
            "Predict classes or quantities of your files.",
            "runs/mnist-mlp digits --out a.csv",
        ),
        Command("report", "results:report_", "Write the page of a run.", "runs/mnist-convnet"),
        Command(
            "compare", "results:compare_", "Compare runs: a table and curves.", "runs/a runs/b"
        ),
        Command(
            "shrink",
            "language.shrink:shrink_",
            "Quantize, prune or distill a run.",
            "runs/mnist-mlp",
        ),
        Command(
            "sweep",
            "recipes:sweep_",
            "Try several values of a recipe's options.",
            "digits-mlp --learning-rate 0.01 0.003",
        ),
        Command("find-lr", "recipes:find_lr_", "Find a good learning rate.", "mnist-mlp"),
    ),
    "Your own data": (
        Command("data", "own.group:app", "Look at your own images, tables, texts and sounds."),
        Command(
            "export",
            "own.export:export_",
            "Write a run for other programs: ONNX, torch.export, safetensors.",
            "runs/mnist-convnet --to onnx",
        ),
        Command(
            "serve-model",
            "own.serve_model:serve_model_",
            "Serve a model over HTTP.",
            "runs/mnist-convnet",
        ),
    ),
    "Language": (
        Command("generate", "language.text:generate_", "Continue a text.", "--prompt 'Once upon'"),
        Command(
            "chat",
            "language.chat:chat_",
            "Chat with a fine-tuned language model.",
            "HuggingFaceTB/SmolLM2-135M-Instruct",
        ),
        Command(
            "fill", "language.text:fill_", "Predict masked words.", "'How are [MASK] doing today?'"
        ),
        Command(
            "translate",
            "language.text:translate_",
            "Translate a sentence.",
            "runs/dates-bahdanau '3 May 2021'",
        ),
        Command(
            "similar",
            "language.text:similar_",
            "Compare sentences or images by their embeddings.",
            "sentence-transformers/all-MiniLM-L6-v2 'A cat' 'A kitten' 'A train'",
        ),
        Command(
            "attention",
            "language.text:attention_",
            "Draw the attention of every head on a sentence.",
            "'How are you doing today?'",
        ),
        Command(
            "scaling",
            "language.scaling:scaling_",
            "Predict a larger run from smaller ones, then train it.",
        ),
        Command(
            "size",
            "size:size_",
            "Estimate parameters, FLOPs, memory and energy of a model.",
            "gpt3 --tokens 300e9",
        ),
    ),
    "Images and words": (
        Command("draw", "multimodal:draw_", "Generate images from text.", "mnist-flow 'a seven'"),
        Command(
            "caption",
            "multimodal:caption_",
            "Caption an image.",
            "scene-captioner scene.png",
        ),
        Command(
            "match",
            "multimodal:match_",
            "Rank words by how well they fit an image.",
            "emoji-clip heart.png --words 'a red heart' cat",
        ),
    ),
    "Critique": (
        Command("beyond", "experiments:beyond_", "Repeat the experiments of chapter 6.", "breast"),
        Command("explain", "experiments:explain_", "Draw saliency maps.", "runs/mnist-convnet"),
        Command("bias", "experiments:bias_", "Measure bias.", "runs/adult-mlp --by sex"),
        Command(
            "energy",
            "experiments:energy_",
            "Compare accuracy and energy of runs.",
            "runs/a runs/b",
        ),
        Command(
            "robustness",
            "experiments:robustness_",
            "Test robustness to corrupted and adversarial images.",
            "runs/a",
        ),
        Command(
            "critique", "experiments:critique_", "Repeat the experiments of chapter 9.", "bias"
        ),
    ),
    "Learn by doing": (
        Command("serve", "serve:serve", "Open the live page, offline.", "--port 8421"),
        Command(
            "lab", "lab.learner:app", "Exercises with a checker that recognizes common mistakes."
        ),
        Command("pyrat", "pyrat.group:app", "The maze game: matches, tournaments, recorded games."),
    ),
    "Help": (Command("doctor", "doctor:doctor_", "Check the installation and say what to fix."),),
}

# What torch's two ways of communication say when a process at the other end is gone.
OTHER_PROCESS_LOST = re.compile(
    "closed by peer|reset by peer|broken pipe|remote process exited", re.I
)

boxes = Boxes()
app = App(
    name="gradatim",
    help="A lecture on deep learning, executable, step by step.",
    help_epilogue="Examples: gradatim tour, gradatim train mnist-convnet, gradatim serve",
    help_format="plaintext",  # Markdown would take as long to import as all the rest
    # "[a].png" is a file, no list.
    # No `--no-json` or `--empty-boards` either: what is off by default is left out to stay off.
    default_parameter=Parameter(
        json_list=False, json_dict=False, converter=read, negative=(), show_default=as_typed
    ),
    help_formatter=boxes,
    version=__version__,
)
boxes.app = app
for _title, _commands in COMMANDS.items():
    _group = Group.create_ordered(_title)
    for _command in _commands:
        _path = f"gradatim.cli.{_command.target}"
        # These hold commands, with help and example of their own.
        if _command.target.endswith(":app"):
            app.command(_path, name=_command.name, help=_command.help, group=_group)
            continue
        app.command(
            _path,
            name=_command.name,
            help=_command.help,
            group=_group,
            help_epilogue=f"Example: gradatim {_command.name} {_command.example}".rstrip(),
            # What takes a recipe prints the help of that recipe itself.
            help_flags=() if _command.name in ("train", "find-lr", "sweep") else ("--help", "-h"),
        )
app["--help"].group = app["--version"].group = _group  # that of the last title: Help


@speaking(terminal=True)
def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line; a mistake in it becomes one line and exit code 2.

    Args:
        arguments: the words after `gradatim`; those of this process by default.
    """
    warnings.formatwarning = lambda message, *_: f"note: {message}\n"  # not a line of our code
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it talks of its cache without a home
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of Latin-1 or ASCII shows "?" then
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        for word in words:
            require_text(word)
        app(
            words,
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except UserError as error:
        _complain(str(error))
        sys.exit(2)
    except CycloptsError as error:
        _complain(sentence(error))
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has left: `gradatim list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        advice = "check that the place is there and open to you"
        if error.errno == errno.ENOSPC:
            advice = "make room"
        elif error.errno in (errno.EEXIST, errno.ENOTDIR):
            advice = "a file stands where a folder is needed: move it"
        elif error.errno == errno.EISDIR:
            advice = "a folder stands where a file is needed"
        said = f"{error.filename or 'a file'}: {error.strerror or error}"
        _complain(f"{said}: {advice}, or give another." if error.filename else f"{said}.")
        sys.exit(2)
    except KeyboardInterrupt:
        _complain("stopped.")
        sys.exit(130)
    except (MemoryError, RuntimeError) as error:
        if _out_of_memory(error):
            _complain(
                "this needs more memory than there is: give smaller sizes or a smaller batch."
            )
        elif "RANK" in os.environ and OTHER_PROCESS_LOST.search(str(error)):
            _complain("another process of this run has ended, so this one ends as well.")
        else:
            raise
        sys.exit(2)


def _out_of_memory(error: BaseException) -> bool:
    """Tell whether memory ran out; torch says so in words, and differently per device."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in said or "allocate memory" in said


def _complain(message: str) -> None:
    text = " ".join(message.split())
    Console(emoji=False, stderr=True, soft_wrap=True, highlight=False).print(
        f"[red bold]error:[/] {escaped(text)}"
    )
