"""The numbers of README and the pages are those of docs/results, so that no two can disagree."""

import re

import pytest

from gradatim.recipes.registry import RECIPES
from gradatim.stats import Interval
from tools import results as tool

FOUND = tool.load()
# Results of these commands are not measurements: they pass or fail, or are counted exactly.
EXACT = ("make test", "gradatim size gpt3")
# Lines of code, and where links lead: no sentences.
CODE = re.compile(
    r"^```[^`]*^```|(?<=\n\n)(?: {4}.*\n)+|`[^`]*`|\]\([^)]*\)|https?://\S+|arXiv:\S+", re.MULTILINE
)


@pytest.mark.parametrize(
    "page", tool.pages(), ids=lambda path: path.relative_to(tool.ROOT).as_posix()
)
def test_a_page_states_what_the_files_of_results_hold(page):
    text = page.read_text("utf-8")
    french = page.is_relative_to(tool.ROOT / "docs" / "fr")
    assert tool.fill(text, FOUND, french) == text, "fill it: python tools/results.py"


FRENCH = sorted((tool.ROOT / "docs" / "fr").rglob("*.md"))


@pytest.mark.parametrize("page", FRENCH, ids=lambda page: page.name)
def test_a_french_page_states_the_figures_of_the_english_one(page):
    english = tool.ROOT / "docs" / page.relative_to(tool.ROOT / "docs" / "fr")

    def stated(text):
        numbers = [f"{path}:{spec}" for _, path, spec, *_ in tool.NUMBER.findall(text)]
        return sorted(numbers), [f"{file}.{name}" for _, file, name, *_ in tool.TABLE.findall(text)]

    assert stated(page.read_text("utf-8")) == stated(english.read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "docs/results.md"])
def test_no_row_of_results_is_written_by_hand(name):
    lines = (tool.ROOT / name).read_text("utf-8").splitlines()
    headers = [i for i, line in enumerate(lines) if re.match(r"\|.*\| result \|", line)]
    assert headers
    for start in headers:
        column = [cell.strip() for cell in lines[start].split("|")].index("result")
        for line in lines[start + 2 :]:
            if not line.startswith("|"):
                break
            cell = line.split(" | ")[column - 1]
            exact = any(f"`{command}`" in line for command in EXACT)
            assert exact or tool.NUMBER.search(cell), f"no number of a file: {line}"


# What looks measured. French pages are compared after their commas became points.
SPACE = "[ \u00a0\u202f]"
MEASURED = re.compile(
    rf"""(?<!à\s)\b(?!95\s%\s(?:interv|confid))\d[\d.]*{SPACE}?%  # 97.5 %, 86 %; no 95 % interval
    | \d[\d.]*{SPACE}?±  # 97.5 ± 0.3
    | \[-?\d[\d.]*{SPACE}?[,;]{SPACE}-?\d[\d.]*\]  # [97.1, 97.9]
    | \b\d\.\d{{3,}}\b  # a loss or an AUC: 0.968
    | \d[\d,.]*{SPACE}core-\w+  # 30 core-s
    | \d[\d,.]*{SPACE}\w+{SPACE}de{SPACE}cœur  # 30 s de cœur
    | \d+\.\d+{SPACE}(?:s|seconds?|secondes?|J|kJ)\b  # 1.7 s
    | \d[\d,.]*{SPACE}ms\b  # 26 ms
    | \d[\d,.]*{SPACE}(?:MB{SPACE}per{SPACE}hour|Mo{SPACE}par{SPACE}heure)
    """,
    re.VERBOSE,
)
# What no command of ours measures, by the page (the French one is named alike), and why.
BY_HAND = {
    "01-perceptron.md": {"92.2 %": "printed by the lines below it, which test_docs.py runs"},
    "02-gradient-descent.md": {"2.303": "the logarithm of 10"},
    "05-2012.md": {
        **dict.fromkeys(("25.8 %", "16.4 %", "2.25 %", "5.1 %"), "published; sources in chapter 0"),
        **dict.fromkeys(("94 %", "3.29 seconds"), "title of an article"),
    },
    "06-beyond-one-data-set.md": {
        **dict.fromkeys(
            ("0.944", "0.901", "0.956", "0.891", "0.948", "0.962", "0.942", "0.947", "0.991"),
            "table of an article, which is linked",
        ),
        **dict.fromkeys(("95 %", "2 %"), "images that a shortcut is drawn into"),
        "90 %": "a question with made-up numbers",
        "100 %": "the end of the scale",
    },
    "08-language-models.md": dict.fromkeys(
        ("60 %", "95 %", "90 %", "2 %", "80 %"), "of the aims that were missed"
    ),
    "09-critique.md": {"99 %": "images whose color was made to fit"},
    "distributed.md": {"96 %": "accuracies that are aimed at"},
    "games.md": {"0.0003": "the root of CUT in pyrat/solver/backward_induction.py, a bound"},
    "glossary.md": {"80 %": "an example of a probability"},
    "multimodal.md": {
        **dict.fromkeys(("12.5 %", "0.3 %", "1.5 %", "3.1 %"), "chance, by counting"),
        "28 %": "of the names, held out",
    },
    "pyrat.md": {"100 %": "the end of a range"},
    "results.md": {"100 %": "the end of the scale"},
    "size-and-cost.md": dict.fromkeys(("1 %", "99 %"), "of a text, read or left out"),
}


def typed(text: str, french: bool = False) -> list[str]:
    """Figures of a page that look measured and that no file of results has filled in."""
    for filled in (tool.NUMBER, tool.TABLE, CODE):
        text = filled.sub(" ", text)
    if french:
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return [re.sub(SPACE, " ", found[0]) for found in MEASURED.finditer(text)]


@pytest.mark.parametrize(
    "page", tool.pages(), ids=lambda path: path.relative_to(tool.ROOT).as_posix()
)
def test_no_measured_figure_of_a_page_is_typed_by_hand(page):
    figures = typed(page.read_text("utf-8"), page.is_relative_to(tool.ROOT / "docs" / "fr"))
    left = [figure for figure in figures if figure not in BY_HAND.get(page.name, {})]
    assert not left, "add a row to docs/results, or a reason to BY_HAND"


@pytest.mark.parametrize("name", BY_HAND)
def test_no_exception_is_left_that_no_page_needs(name):
    pages = [page for page in tool.pages() if page.name == name and "fr" not in page.parts]
    found = {figure for page in pages for figure in typed(page.read_text("utf-8"))}
    assert set(BY_HAND[name]) <= found


@pytest.mark.parametrize(
    "figure",
    [
        *("86 %", "97.5 %", "79.2 ± 7.9", "[81, 86]", "[-1.5, 2]", "AUC 0.968", "10 core-min"),
        *("0.45 core-ms", "1.7 s", "3.29 seconds", "8.9 ms", "-3 MB per hour"),
    ],
)
def test_a_figure_that_is_typed_by_hand_is_found(figure):
    assert len(typed(f"It reaches {figure} here.")) == 1


@pytest.mark.parametrize(
    "figure", ["86 %", "97,5 %", "79,2 ± 7,9", "[81 ; 86]", "10 s de cœur", "1,7 s"]
)
def test_a_figure_of_a_french_page_is_found_as_well(figure):
    assert len(typed(f"On atteint {figure} ici.", french=True)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "95 % intervals, 1,437 digits, 2 times, Python 3.12.1, arXiv:1606.04838, 5 points",
        "<!--{file.row.one:.2%}-->95.44 %<!---->",
        "`--lr 0.1234` and\n\n    >>> 0.1234\n\n```\n9.5 %\n```\n",
        '[code](https://doi.org/10.1038/s41597-022 "large=0.333")',
    ],
)
def test_what_is_no_figure_typed_by_hand_is_left_alone(text):
    assert not typed(text)


@pytest.mark.parametrize("file", FOUND)
def test_every_result_says_when_and_where_and_by_which_command_it_was_measured(file):
    parts = FOUND[file]
    entries = {**parts.get("rows", {}), **parts.get("tables", {})}
    assert entries
    for name, entry in entries.items():
        if entry.get("origin") == "published":  # by others
            assert entry["source"].startswith("https://"), name
            continue
        assert re.fullmatch(r"2\d\d\d-\d\d-\d\d", entry["measured"]), name
        assert entry["machine"], name
        assert entry["command"], name
        assert not re.search(r"/tmp|/home|/root", str(entry)), name


# What recipes state in `gradatim list` that stands in a row of another name.
ROWS_OF = {
    "shakespeare-gpt": ["text.shakespeare", "text.shakespeare_bfloat16"],
    "fashion-simclr": ["beyond.fashion"],
    "fashion-fixmatch": ["beyond.fashion"],
    "mnist-convnet": ["mnist.convnet_1_epoch"],
}
STATED = re.compile(
    r"(?P<before>perplexity|AUC )?\s*(?P<number>\d[\d,]*(?:\.\d+)?)(?= |;|,|$|\))"
    r"(?P<unit> %| points| BLEU| nats| bits| core-min| core-s)?"
)


def values_of(recipe: str) -> dict[str, list[float]]:
    """What the files hold about a recipe, by the unit in which it may be stated."""
    name = recipe.replace("-", "_")
    found: dict[str, list[float]] = {"": [], " core-s": []}
    for file, parts in FOUND.items():
        for key, row in parts.get("rows", {}).items():
            command = re.search(
                rf"(train|beyond|pyrat) {recipe.removeprefix('pyrat-')}(?![\w-])"
                rf"|train {recipe}(?![\w-])",
                row.get("command", ""),
            )
            named = name in (key, f"{file}_{key}") or f"{file}.{key}" in ROWS_OF.get(recipe, [])
            if command or named:
                add_values(row, found)
    seconds = found[" core-s"]
    return found | {
        " %": [100 * value for value in found[""]],
        " points": [100 * value for value in found[""]],
        " core-min": [value / 60 for value in seconds],
    }


def add_values(row: dict, found: dict[str, list[float]]) -> None:
    """Sort the values of a row: times, and all else."""
    for key, value in row.items():
        if isinstance(value, str):
            if time := re.fullmatch(r"([\d.]+) core-(s|min)", value):
                found[" core-s"].append(float(time[1]) * (60 if time[2] == "min" else 1))
        elif key == "core_seconds":
            found[" core-s"].append(value)
        elif key not in ("seeds", "games", "steps", "parameters"):
            written = tool.as_interval(key, value)
            found[""].append(written.value if isinstance(written, Interval) else written)


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_result_to_expect_of_a_recipe_is_one_that_a_file_holds(recipe):
    known = values_of(recipe)
    for stated in STATED.finditer(RECIPES[recipe].expected_result):
        unit = stated["unit"] or ""
        if not (stated["unit"] or stated["before"]):
            continue
        number = stated["number"].replace(",", "")
        form = f".{len(number.partition('.')[2])}f"
        values = known.get(unit, known[""])
        assert number in [format(value, form) for value in values], stated[0]


VALUES = {
    "file": {
        "rows": {
            "row": {
                "one": 0.9544,
                "seeds": [0.5, 0.6, 0.7],
                "games": {"right": 1866, "of": 2000},
                "stored": {"value": 0.5, "low": 0.4, "high": 0.6},
                "count": 12345,
                "time": "26 core-min",
            }
        },
        "tables": {"name": {"header": ["", "a", "b"], "rows": [["x", "1", "2"]]}},
    }
}


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("file.row.one:.2%", "95.44 %"),
        ("file.row.games:.1%", "93.3 % [92.1, 94.3]"),
        ("file.row.games.value:.1%", "93.3 %"),
        ("file.row.stored:.2f", "0.50 [0.40, 0.60]"),
        ("file.row.stored:.0p", "50 points [40, 60]"),
        ("file.row.seeds.n", "3"),
        ("file.row.count:,d", "12,345"),
        ("file.row.time", "26 core-min"),
    ],
)
def test_a_number_is_written_between_its_comments(template, written):
    text = f"a <!--{{{template}}}-->old<!----> b"
    assert tool.fill(text, VALUES) == f"a <!--{{{template}}}-->{written}<!----> b"


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("file.row.games:.1%", "93,3 % [92,1 ; 94,3]"),
        ("file.row.count:,d", "12\u202f345"),
        ("file.row.time", "26 min de cœur"),
    ],
)
def test_a_french_page_has_decimal_commas(template, written):
    text = f"a <!--{{{template}}}-->old<!----> b"
    assert tool.fill(text, VALUES, french=True) == f"a <!--{{{template}}}-->{written}<!----> b"


def test_a_table_shows_the_columns_that_are_asked_for():
    text = "<!-- table file.name: b -->\nold\n<!-- end -->"
    filled = "<!-- table file.name: b -->\n|  | b |\n| --- | --- |\n| x | 2 |\n<!-- end -->"
    assert tool.fill(text, VALUES) == filled


def test_a_figure_that_the_test_set_may_have_helped_to_choose_is_marked():
    rows = {"row": {"accuracy": 0.5, "seeds": 3, "mark": "†"}}
    text = "<!--{f.row.accuracy:.0%}-->x<!----> of <!--{f.row.seeds}-->x<!---->"
    filled = "<!--{f.row.accuracy:.0%}-->50 % †<!----> of <!--{f.row.seeds}-->3<!---->"
    assert tool.fill(text, {"f": {"rows": rows}}) == filled


@pytest.mark.parametrize("page", tool.pages(), ids=lambda path: path.name)
def test_a_page_says_what_its_marks_mean(page):
    text = page.read_text("utf-8")
    used = {mark for found in tool.NUMBER.finditer(text) for mark in "†‡" if mark in found[4]}
    assert used <= set(tool.NUMBER.sub("", text))


def test_a_table_leaves_rows_out():
    text = "<!-- table file.name | without y; x -->\nold\n<!-- end -->"
    filled = (
        "<!-- table file.name | without y; x -->\n|  | a | b |\n| --- | --- | --- |\n<!-- end -->"
    )
    assert tool.fill(text, VALUES) == filled


def test_an_unknown_result_is_an_error():
    with pytest.raises(KeyError):
        tool.fill("<!--{file.row.two}-->1<!---->", VALUES)
