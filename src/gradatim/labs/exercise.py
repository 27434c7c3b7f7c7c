"""An exercise is a folder; this reads it. A folder of such folders is a set, ours or anybody's.

    NN-name/
      task.en.md  task.fr.md     the task; its first line is the title
      starter.py                 the file that the learner gets
      exercise.toml              chapter, time, limits, forbidden names: see ExerciseInfo
      check.py                   CHECKS, see grading/spec.py
      hints.en.md hints.fr.md    sections `## 1`, `## 2`, `## 3`, `## After` (why, and what to try)
      solution.py
      mistakes/NAME.py           a wrong solution; its docstring names it, in French after `fr:`
      mistakes/NAME-2.py         another form of it, with other answers; the docstring is NAME's
      variants/NAME.py           the same mistake written differently, to test that it is recognized
      alternatives/NAME.py       a right solution in another style, to test that it passes
      view.py                    if it has a view: class View, see learner_view.py

A file in mistakes/, variants/ or alternatives/ is laid over the solution: it holds only what
differs. A set of one's own may do with one language, and without hints, mistakes and the rest.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gradatim.errors import FEW, UserError, closest, nearest

BUILT_IN = Path(__file__).parent / "exercises"
LANGUAGES = ("en", "fr")
FILES = ("starter.py", "check.py", "solution.py", "exercise.toml")
TEXTS = ("task", "hints")  # each as NAME.LANGUAGE.md
CHAPTERS = {  # key of exercise.toml -> title in English and French
    "tensors": ("Tensors", "Tenseurs"),
    "perceptron": ("1 Perceptron", "1 Perceptron"),
    "gradient_descent": ("2 Gradient descent", "2 Descente de gradient"),
    "multi_layer_perceptron": ("3 Multi-layer perceptron", "3 Perceptron multicouche"),
    "convolution": ("4 Convolution", "4 Convolution"),
    "training": ("Training", "Entraînement"),
    "attention": ("7 Attention", "7 Attention"),
    "language_models": ("8 Language models", "8 Modèles de langue"),
    "debugging": ("Debugging", "Débogage"),
    "pyrat": ("Lab PyRat", "Atelier PyRat"),
}
NEEDS = ("optimizer", "compiler", "pyrat")  # what a check can have imported before the clock starts


@dataclass(frozen=True)
class ExerciseInfo:
    """What `exercise.toml` says of an exercise, read without running any of its code.

    Args:
        chapter: under which lists show it: a key of CHAPTERS, or the title itself.
        minutes: that a newcomer takes.
        core: whether it belongs to the core path, the two hours that everybody should take.
        seconds: of CPU time that one check may take.
        needs: of NEEDS, what the check imports that takes long.
        forbidden: names that the task tells the learner to do without.
        operations: patterns of the operations of PyTorch that no name may lead to, such as
            "*conv?d*", and "autograd"; see grading/ready_made.py.
    """

    chapter: str = ""
    minutes: int = 4
    core: bool = False
    seconds: float = 4.0
    needs: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mistake:
    """A named wrong solution; the texts complete the sentence after "Likely mistake:"."""

    name: str
    path: Path
    text: dict[str, str]  # language -> sentence


@dataclass(frozen=True)
class Exercise:
    """One exercise folder, read on demand."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def module(self) -> str:
        """The name of the learner's Python module: `03-max-pooling` gives `max_pooling`."""
        return re.sub(r"^\d+-", "", self.name).replace("-", "_")

    @cached_property
    def info(self) -> ExerciseInfo:
        """Its `exercise.toml`.

        Raises:
            UserError: the file is damaged or has a wrong entry.
        """
        return _read_info(self.path / "exercise.toml")

    def text(self, part: str, language: str) -> str:
        """The text of "task" or "hints"; in another language where this one is missing."""
        for known in (language, *LANGUAGES):
            path = self.path / f"{part}.{known}.md"
            if path.is_file():
                return path.read_text("utf-8")
        return ""

    def title(self, language: str) -> str:
        first = self.text("task", language).lstrip().partition("\n")[0]
        return first.removeprefix("#").strip() or self.name

    def chapter(self, language: str) -> str:
        """The title of its chapter, empty where it has none."""
        pair = CHAPTERS.get(self.info.chapter)
        return pair[language == "fr"] if pair else self.info.chapter

    def hints(self, language: str) -> list[str]:
        """The hints, from a question to near-code."""
        return [body for head, body in self._sections(language) if head.isdigit()]

    def after(self, language: str) -> str:
        """What to read after success: why it works, and one variation to try."""
        return next((body for head, body in self._sections(language) if head == "After"), "")

    def _sections(self, language: str) -> list[tuple[str, str]]:
        parts = re.split(r"^## +(\w+) *$", self.text("hints", language), flags=re.MULTILINE)
        return [(parts[i], parts[i + 1].strip()) for i in range(1, len(parts) - 1, 2)]

    @property
    def starter(self) -> str:
        return (self.path / "starter.py").read_text("utf-8")

    @property
    def solution(self) -> str:
        """Ours, empty where a set of hidden checks has none."""
        path = self.path / "solution.py"
        return path.read_text("utf-8") if path.is_file() else ""

    def over_solution(self, path: Path) -> str:
        """A file of mistakes/, variants/ or alternatives/, laid over the solution."""
        return self.solution + "\n\n" + path.read_text("utf-8")

    @cached_property
    def mistakes(self) -> list[Mistake]:
        found = []
        for path in sorted((self.path / "mistakes").glob("*.py")):
            name = path.stem.partition("-")[0]
            text = path.with_stem(name).read_text("utf-8")
            found.append(Mistake(name, path, _mistake_text(text)))
        return found

    @property
    def variants(self) -> list[Path]:
        return sorted((self.path / "variants").glob("*.py"))

    @property
    def alternatives(self) -> list[Path]:
        return sorted((self.path / "alternatives").glob("*.py"))


def exercises(*roots: Path) -> list[Exercise]:
    """The exercises of sets (default: ours): by folder name, those of a chapter together.

    A later exercise gets the next free number, since learners know the old ones by theirs, and
    joins its chapter, which stands where its first exercise does. Where two sets have an exercise
    of one name, that of the later set counts.

    Raises:
        UserError: a folder holds no exercise, or a damaged `exercise.toml`.
    """
    found: dict[str, Exercise] = {}
    for root in roots or (BUILT_IN,):
        here = [Exercise(path.parent) for path in root.glob("*/check.py")]
        if not here:
            raise UserError(
                f"{root} holds no exercise: a set is a folder of folders such as 01-name/check.py."
            )
        found |= {exercise.name: exercise for exercise in here}
    ordered = [found[name] for name in sorted(found)]
    first: dict[str, int] = {}  # place of a chapter; an exercise without one keeps its own
    for place, exercise in enumerate(ordered):
        first.setdefault(exercise.info.chapter or exercise.name, place)
    return sorted(ordered, key=lambda one: first[one.info.chapter or one.name])


def find(name: str, among: list[Exercise]) -> Exercise:
    """The exercise that the learner means: its number, its name, or both (`3`, `03-name`, `name`).

    Raises:
        UserError: there is no such exercise.
    """
    wanted = name.strip().removesuffix(".py").strip("/").replace("_", "-").lower()
    for exercise in among:
        number, _, rest = exercise.name.partition("-")
        if wanted in (exercise.name, rest) or (
            wanted.isdigit() and number.isdigit() and int(wanted) == int(number)
        ):
            return exercise
    known = [exercise.name.partition("-")[2] or exercise.name for exercise in among]
    if closest(wanted, known) or len(among) <= FEW:
        raise UserError(f"There is no exercise {name!r}: {nearest(wanted, known)}")
    raise UserError(
        f"There is no exercise {name!r}: give a number or a name such as {among[0].name} or "
        f"{known[-1]}; `gradatim lab list` lists them all."
    )


def _mistake_text(source: str) -> dict[str, str]:
    """The docstring's English sentence and the French one after `fr:`, each on one line.

    Where one is missing, the other stands for it.
    """
    found = re.match(r'\s*"""(.*?)"""', source, re.DOTALL)
    english, _, french = (" ".join(found[1].split()) if found else "").partition("fr:")
    english, french = english.strip(), french.strip()
    return {"en": english or french, "fr": french or english}


def _read_info(path: Path) -> ExerciseInfo:
    """Read an `exercise.toml`; without the file every entry has its default."""
    if not path.is_file():
        return ExerciseInfo()
    try:
        entries = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} is not TOML: {error}.") from None
    known = list(ExerciseInfo.__dataclass_fields__)
    for key, value in entries.items():
        if key not in known:
            raise UserError(f"{path} has an entry {key!r}: {nearest(key, known)}")
        if key in ("needs", "forbidden", "operations"):
            right = isinstance(value, list) and all(isinstance(item, str) for item in value)
            allowed = "a list of names"
            if key == "needs" and right and not set(value) <= set(NEEDS):
                right, allowed = False, f"a list of {' or '.join(NEEDS)}"
            entries[key] = tuple(value) if right else value
        elif key == "chapter":
            right, allowed = isinstance(value, str), "a text"
        elif key == "core":
            right, allowed = isinstance(value, bool), "true or false"
        else:
            right = type(value) in ((int,) if key == "minutes" else (int, float)) and value > 0
            allowed = "a whole number above 0" if key == "minutes" else "a number above 0"
        if not right:
            raise UserError(f"{path}: {key} is {value!r}; allowed: {allowed}.")
    return ExerciseInfo(**entries)
