"""The search of version 1 plays, and plays well against the players that it knows."""

from gradatim.pyrat import preset
from gradatim.pyrat.matches.match import match
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.search.one_sided_player import OneSidedSearchPlayer


def test_it_wins():
    first = Contestant("search-1", lambda seed: OneSidedSearchPlayer(rollouts=60, seed=seed))
    with open_contestant("greedy") as other:
        *_, tally = match(first, other, preset("walls"), 20)
    assert (tally.wins + tally.draws / 2) / tally.games > 0.8
    assert tally.capped == 0
