"""The numbers of README and the pages are those of docs/results, so that no two can disagree."""

import re

import pytest

from tools import results as tool

FOUND = tool.load()
# Results of these commands are no measurements: they pass or fail, or are counted exactly.
EXACT = ("make test", "gradatim size gpt3")


@pytest.mark.parametrize(
    "page", tool.pages(), ids=lambda path: path.relative_to(tool.ROOT).as_posix()
)
def test_a_page_states_what_the_files_of_results_hold(page):
    text = page.read_text("utf-8")
    french = page.is_relative_to(tool.ROOT / "docs" / "fr")
    assert tool.fill(text, FOUND, french) == text, "fill it: python tools/results.py"


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


@pytest.mark.parametrize("page", tool.pages(), ids=lambda path: path.name)
def test_no_table_of_a_page_has_an_interval_that_no_file_holds(page):
    text = tool.NUMBER.sub("", tool.TABLE.sub("", page.read_text("utf-8")))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert not [row for row in rows if re.search(r"\d ± \d|\d (%|points) \[\d", row)]


@pytest.mark.parametrize("file", FOUND)
def test_every_result_says_when_and_where_and_by_which_command_it_was_measured(file):
    parts = FOUND[file]
    entries = {**parts.get("rows", {}), **parts.get("tables", {})}
    assert entries
    for name, entry in entries.items():
        assert re.fullmatch(r"2\d\d\d-\d\d-\d\d", entry["measured"]), name
        assert entry["machine"], name
        assert entry["command"], name
        assert not re.search(r"/tmp|/home|/root", str(entry)), name


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
