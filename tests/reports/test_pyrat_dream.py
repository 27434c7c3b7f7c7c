"""The report of a world model: a game, and beside it the dream of it."""

from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.reports.run_report import write_report
from tests.recipes.all_recipes.test_options_trace import FAMILIES


def test_a_game_stands_beside_its_dream(tmp_path):
    changes = FAMILIES["pyrat-dream"] | {"steps": 2, "evaluate_every": 10}
    recipe = change("pyrat-dream", get("pyrat-dream"), changes)
    run, _ = start("pyrat-dream", recipe, tmp_path / "run", show=False)
    page = write_report(run.folder).read_text("utf-8")
    assert "<h2>A game and its dream</h2>" in page
    assert "The first error came in turn" in page or "without an error" in page
    assert page.count('class="board"') % 2 == 0
    assert page.count('class="board"') >= 2
    assert "could not be shown" not in page
