"""The walks of docs/architecture.md name what exists; files and folders stay easy to read."""

import ast
import re
import subprocess
import tomllib
from collections import Counter, defaultdict
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
    # Of the package 15 beside the front; at its root are the bottom layers, each a subject alone.
    package = {f: n for f, n in counts.items() if f.startswith("src/gradatim/")}
    assert {folder: n for folder, n in package.items() if n > 16} == {}


# Modules of more lines have a test file of their own name at the same place, or a reason not to.
LINES_WITHOUT_TEST = 60
PARITY = "tests/parity compares it with the transformers library"
TESTED_ELSEWHERE = {
    "models/hub/families/bert.py": PARITY,
    "models/hub/families/gpt.py": PARITY,
    "models/hub/families/llama.py": PARITY,
    "models/hub/families/marian.py": PARITY,
    "models/hub/families/vit.py": PARITY,
    "models/hub/sentencepiece_classes.py": "test_sentencepiece.py reads files of every class",
    "models/language/variants/gemma.py": PARITY,
    "models/language/variants/gpt_neo.py": PARITY,
    "models/language/variants/modernbert.py": PARITY,
    "models/language/variants/neox.py": PARITY,
    "experiments/search/pools.py": "test_workers.py trains on the processes that it gives",
    "experiments/pyrat/ladder_page.py": "tests/cli/pyrat/test_ladder.py reads the page of a ladder",
    "insight/tracing/language_examples.py": "its programs are among those of test_examples.py",
    "insight/tracing/hub_examples.py": "its programs are among those of test_examples.py",
    "insight/tracing/tool_examples.py": "its programs are among those of test_examples.py",
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


def imports_in_functions() -> dict[str, bool]:
    """Imports inside functions, of both kinds: the place, and whether it says why.

    The reason is a comment in the line, or in one of the two lines above it.
    """
    places = {}
    for file in tracked("src/gradatim/*.py"):
        source = (ROOT / file).read_text("utf-8")
        lines = ["", "", *source.splitlines()]
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in filter(imports, ast.walk(function)):
                    near = lines[node.lineno - 1 : node.lineno + 2]
                    places[f"{file}:{node.lineno}"] = any("# " in line for line in near)
    return places


def imports(node: ast.AST) -> bool:
    """A statement, or a call of what imports by name."""
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return called in ("import_module", "__import__")
    return isinstance(node, ast.Import | ast.ImportFrom)


def test_fewer_than_40_imports_stand_inside_functions_and_each_says_why():
    places = imports_in_functions()
    assert len(places) < 40, sorted(places)
    assert [place for place, says_why in places.items() if not says_why] == []


# A name that a user gives is looked up in the registry, so recipes that begin with the weights of
# another run reach it, and through it every recipe: of names there are circles, of files there are
# none.
LOOKS_UP_NAMES = "gradatim.recipes.registry"


def string_imports() -> set[tuple[str, str]]:
    """Modules that a file names in a string, to import them when they are wanted.

    It stands in a call of `import_module` or of `App.command`, or among the names of `lazy_names`,
    or behind the beginning of an f-string of the same file, as `f"gradatim.recipes.{module}"`.
    """
    modules, found = grimp.build_graph("gradatim").modules, set()
    for file in tracked("src/gradatim/*.py"):
        source = (ROOT / file).read_text("utf-8")
        importer = ".".join(file.with_suffix("").parts[1:]).removesuffix(".__init__")
        if "import_module" not in source and "lazy_names" not in source and "app" not in source:
            continue
        nodes = list(ast.walk(ast.parse(source)))
        texts = {n.value for n in nodes if isinstance(n, ast.Constant) and type(n.value) is str}
        joined = [n.values[0] for n in nodes if isinstance(n, ast.JoinedStr) and n.values]
        heads = {n.value for n in joined if isinstance(n, ast.Constant)}
        heads = {head for head in heads if re.fullmatch(r"gradatim\.([a-z_]+\.)+", head)}
        heads |= {f"{importer}."} if "lazy_names(" in source else set()
        named = {head + text.partition(":")[0] for head in heads for text in texts}
        named |= set(re.findall(r'(?:import_module|command)\(\s*"(gradatim\.[\w.]+)', source))
        found |= {(importer, name) for name in named & modules - {importer}}
    return found


def test_strings_that_name_modules_are_found():
    found = string_imports()
    assert ("gradatim.cli", "gradatim.cli.runs") in found
    assert ("gradatim.recipes.registry", "gradatim.recipes.tables.adult") in found
    assert ("gradatim.models", "gradatim.models.vision.resnet") in found
    assert len(found) > 100


def test_strings_that_name_modules_point_down_the_layers_as_imports_do():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = contract["tool"]["importlinter"]["contracts"]
    for layers in (c["layers"] for c in contracts if c["type"] == "layers"):
        heights = {room: -i for i, row in enumerate(layers) for room in row.split(" | ")}

        def height(module: str, heights: dict[str, int] = heights) -> int | None:
            parts = module.split(".")
            rooms = [".".join(parts[: n + 1]) for n in range(len(parts))]
            return next((heights[room] for room in rooms if room in heights), None)

        for importer, name in string_imports():
            above, below = height(importer), height(name)
            if above is not None and below is not None:
                assert below <= above, f"{importer} names {name}, which is above it"


def test_no_module_imports_itself_by_way_of_others():
    """Parents and children too, which the contract of siblings does not see, and strings."""
    graph = grimp.build_graph("gradatim")
    arrows = {(a, b) for a in graph.modules for b in graph.find_modules_directly_imported_by(a)}
    arrows |= {(a, b) for a, b in string_imports() if a != LOOKS_UP_NAMES}
    circles = networkx.strongly_connected_components(networkx.DiGraph(arrows))
    assert [circle for circle in circles if len(circle) > 1] == []


OF_THE_LIBRARY = {"_replace", "_asdict", "_fields"}  # public methods of named tuples


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in OF_THE_LIBRARY


def test_private_names_stay_in_their_file():
    """Of ours; the tests too use what is public. Python's and torch's private names are few."""
    patterns = ("src/gradatim/*.py", "tests/*.py", "benchmarks/*.py", "tools/*.py")
    trees = {file: ast.parse((ROOT / file).read_text("utf-8")) for file in tracked(*patterns)}
    ours, made = set(), {}
    for file, tree in trees.items():
        nodes = list(ast.walk(tree))
        names = {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        names |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        stored = (n for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store))
        names |= {n.attr for n in stored}
        made[file] = {name for name in names if private(name)}
        ours |= made[file]
    found = []
    for file, tree in trees.items():
        for node in ast.walk(tree):
            used = [node.attr] if isinstance(node, ast.Attribute) else []
            used += [a.name for a in node.names] if isinstance(node, ast.ImportFrom) else []
            base = getattr(node, "value", None)
            own = isinstance(base, ast.Name) and base.id in ("self", "cls")
            foreign = {name for name in used if name in ours - made[file] and not own}
            found += [f"{file}:{node.lineno} {name}" for name in foreign]
    assert found == []


def test_only_addresses_are_longer_than_a_line():
    """100 characters, which ruff checks unless it is told not to."""
    told = {f for f in tracked("*.py") if "noqa: E501" in (ROOT / f).read_text("utf-8")}
    assert {f.as_posix() for f in told} == {
        "src/gradatim/data/catalog.py",
        "tests/test_architecture.py",
    }


# Two classes may share a name where they are the same thing in two places.
SAME_THING = {
    "Block": "the block of a transformer, of each model",
    "NetworkPlayer": "the exported player is the player, with NumPy alone",
    "Planner": "the official player is the player, in the official game",
    "SearchPlayer": "the exported player is the player, with NumPy alone",
}
STAND_ALONE = (
    "pyrat/interop/"  # files that are copied out, or follow the names of the official game
)


def test_no_two_public_classes_share_a_name():
    homes = defaultdict(set)
    for file in tracked("src/gradatim/*.py"):
        for node in ast.parse((ROOT / file).read_text("utf-8")).body:
            counts = STAND_ALONE not in file.as_posix() or getattr(node, "name", "") in SAME_THING
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and counts:
                homes[node.name].add(file.as_posix())
    assert {name for name, files in homes.items() if len(files) > 1} == set(SAME_THING)
