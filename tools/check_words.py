"""Find words that this project does not use: `python tools/check_words.py [FILE ...]`.

Reads what a person reads: comments, docstrings and strings of Python and JavaScript, and the whole
of the texts (Markdown, JSON). Prints file:line, the word and a better one; exits with 1 if any.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tools" / "words.txt"
TEXTS = ("src", "docs", "benchmarks", "tests", "README.md", "CHANGELOG.md", "CONTRIBUTING.md")
# The first two name the old words; a vocabulary holds the words of other people's texts.
EXEMPT = (
    "docs/style.md",
    "docs/fr/style.md",
    "src/gradatim/training/run_folder/old_names.py",
    "src/gradatim/recipes/language/shipped/everyday-bert/tokenizer.json",
    "src/gradatim/recipes/language/shipped/everyday-llama/tokenizer.json",
    "src/gradatim/recipes/multimodal/shipped/emoji-clip/card.json",
    "tests/recipes/stored/",  # runs of earlier versions, and the tests that open them
    "tests/recipes/test_runs.py",
    "tests/tools/test_words.py",
    "tests/training/run_folder/test_old_names.py",
)
PYTHON_TEXT = ("COMMENT", "STRING", "FSTRING_MIDDLE")  # the last from Python 3.12 on
JAVASCRIPT_TEXT = re.compile(
    r"""//.*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""", re.DOTALL
)


def patterns(lines: list[str]) -> list[tuple[re.Pattern[str], str]]:
    """Read the list: for each line the compiled pattern and the better word."""
    rules = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            pattern, _, better = line.partition(" => ")
            spaced = pattern.strip().replace(" ", r"\s+")
            rules.append((re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE), better.strip()))
    return rules


def passages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file for people, each with the number of its first line."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if tokenize.tok_name[token.type] in PYTHON_TEXT:
                yield token.start[0], token.string
    elif path.suffix == ".js":
        for found in JAVASCRIPT_TEXT.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found.group()
    else:
        yield 1, text


def faults(path: Path, rules: list[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    """Yield a line for each word of a file that has a better one."""
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    for first, text in passages(path):
        for pattern, better in rules:
            for found in pattern.finditer(text):
                line = first + text.count("\n", 0, found.start())
                word = " ".join(found.group().split())
                yield f"{name}:{line}: {word!r}: say {better!r}"


def files() -> Iterator[Path]:
    """Yield the files to read."""
    for name in TEXTS:
        root = ROOT / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            known = path.suffix in (".py", ".js", ".md", ".json")
            if known and not path.relative_to(ROOT).as_posix().startswith(EXEMPT):
                yield path


def main() -> None:
    """Check the files named on the command line, or all of them."""
    rules = patterns(LIST.read_text("utf-8").splitlines())
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or files()
    found = [fault for path in chosen for fault in faults(path, rules)]
    print("\n".join(found) if found else "words: nothing to change")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
