"""The walks of docs/architecture.md name what exists; files and folders stay easy to read."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import grimp
import networkx
import pytest

from tools import entered

ROOT = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| `([\w/]+\.py)` \| `([\w.]+)` \|",
    (ROOT / "docs" / "architecture.md").read_text("utf-8"),
    re.MULTILINE,
)


def names_in(file: Path) -> set[str]:
    """Functions, and methods as Class.method."""
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            functions = (
                n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            found |= {f"{node.name}.{function.name}" for function in functions}
    return found


def test_there_are_five_walks_to_test():
    assert len(ROWS) > 40


@pytest.mark.parametrize(("file", "function"), ROWS)
def test_a_stop_of_a_walk_exists(file, function):
    assert function in names_in(ROOT / "src" / "gradatim" / file)


def test_a_run_enters_as_many_functions_as_the_page_says():
    [(functions, files)] = re.findall(
        r"enters (\d+) functions in (\d+) files",
        (ROOT / "docs" / "architecture.md").read_text("utf-8"),
    )
    found = entered.trace()
    # Another device or system enters a few others.
    assert len(found) == pytest.approx(int(functions), abs=5), "python tools/entered.py counts"
    assert len({file for file, _ in found}) == pytest.approx(int(files), abs=2)


def tracked(*patterns: str) -> list[Path]:
    """Files under version control; the exercises are a learner's and have rules of their own."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a clone knows which files belong to it")
    command = ("git", "ls-files", "--", *patterns)
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = [Path(line) for line in found.stdout.splitlines() if (ROOT / line).is_file()]
    return [file for file in files if "exercises" not in file.parts]


def test_a_file_is_a_subject_of_at_most_350_lines():
    files = tracked("src/*.py", "src/*.js", "src/*.css", "tests/*.py", "benchmarks/*.py")
    lengths = {str(file): len((ROOT / file).read_bytes().splitlines()) for file in files}
    assert {file: n for file, n in lengths.items() if n > 350} == {}


def test_a_folder_holds_about_fifteen_files():
    patterns = ("src/gradatim/*.py", "tests/*", "benchmarks/*", "tools/*", "docs/*")
    counts = Counter(str(file.parent) for file in tracked(*patterns))
    assert {folder: n for folder, n in counts.items() if n > 17} == {}


# Modules of more lines have a test file of their own name at the same place, or a reason not to.
LINES_WITHOUT_TEST = 60
PARITY = "tests/parity compares it with the transformers library"
TESTED_ELSEWHERE = {
    "models/hub/families/bert.py": PARITY,
    "models/hub/families/gpt.py": PARITY,
    "models/hub/families/llama.py": PARITY,
    "models/hub/families/marian.py": PARITY,
    "models/hub/families/vit.py": PARITY,
    "models/language/variants/gemma.py": PARITY,
    "models/language/variants/gpt_neo.py": PARITY,
    "models/language/variants/modernbert.py": PARITY,
    "models/language/variants/neox.py": PARITY,
    "experiments/pyrat/ladder_page.py": "tests/cli/pyrat/test_ladder.py reads the page of a ladder",
    "insight/tracing/language_examples.py": "its programs are among those of test_examples.py",
    "pyrat/interop/reference_referee.py": "it is the reference of tests/pyrat/game",
    "recipes/base.py": "an interface; tests/recipes/all_recipes runs every recipe through it",
    "recipes/language/chat/pretraining.py": "the fixture of all tests of chat stages trains by it",
    "recipes/language/text_recipes.py": "values by name; test_registry.py builds each",
}


def test_tests_mirror_the_package():
    """tests/x/test_y.py is where the tests of src/gradatim/x/y.py are."""
    root, missing = ROOT / "src" / "gradatim", set()
    for file in tracked("src/gradatim/*.py"):
        module = (ROOT / file).relative_to(root)
        long = len((ROOT / file).read_bytes().splitlines()) > LINES_WITHOUT_TEST
        if long and not module.name.startswith("__"):
            test = ROOT / "tests" / module.parent / f"test_{module.name}"
            missing |= {module.as_posix()} if not test.is_file() else set()
    assert missing == set(TESTED_ELSEWHERE), "add the test, or take a tested module off the list"


def test_every_room_of_the_package_has_its_place_among_the_layers():
    rooms = {path.parts[2] for path in tracked("src/gradatim/*.py")}
    rooms -= {"__init__.py", "__main__.py", "version.py"}
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    contract = (ROOT / "pyproject.toml").read_text("utf-8")
    for room in rooms:
        assert f"`{room}`" in table or f"`{room}/`" in table, room
        assert f"gradatim.{room.removesuffix('.py')}" in contract, room


def test_fewer_than_40_imports_stand_inside_functions():
    places = set()
    for file in tracked("src/gradatim/*.py"):
        for function in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = (
                    n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)
                )
                places |= {f"{file}:{node.lineno}" for node in inside}
    assert len(places) < 40, sorted(places)


def test_no_module_imports_itself_by_way_of_others():
    """Parents and children too, which the contract of siblings does not see."""
    graph = grimp.build_graph("gradatim")
    arrows = [(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)]
    circles = networkx.strongly_connected_components(networkx.DiGraph(arrows))
    assert [circle for circle in circles if len(circle) > 1] == []
