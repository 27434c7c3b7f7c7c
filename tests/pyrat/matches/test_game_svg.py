"""A game as a drawing that plays by itself."""

from xml.etree import ElementTree

from gradatim.pyrat import preset
from gradatim.pyrat.matches.game_svg import SECONDS, game_svg
from gradatim.pyrat.matches.player_specs import open_contestant
from gradatim.pyrat.matches.recording import record

SVG = "{http://www.w3.org/2000/svg}"


def test_the_players_walk_through_all_turns_and_what_they_take_goes():
    with open_contestant("greedy") as first, open_contestant("random") as second:
        game = record(first, second, preset("course"), seed=3)
    played = game.replay()
    drawing = ElementTree.fromstring(game_svg(game.maze, played, "greedy & random"))
    assert drawing.findtext(f"{SVG}title") == "greedy & random"
    walks = [a.get("values").split(";") for a in drawing.iter(f"{SVG}animateTransform")]
    assert [len(walk) for walk in walks] == [len(played.position)] * 2
    assert walks[0][0] != walks[0][-1]
    taken = int(played.cheese[0].sum()) - int(played.cheese[-1].sum())
    begins = [float(a.get("begin")[:-1]) for a in drawing.iter(f"{SVG}set")]
    assert len(begins) == taken > 0
    assert all(0 < begin <= SECONDS for begin in begins)
