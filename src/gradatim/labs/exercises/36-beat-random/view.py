"""The arena: the rat moves as the learner's `policy` says."""

from gradatim.labs.grading.values import Difference
from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.core.controls import Choice, Number
from gradatim.views.pyrat_match.engine import PyratMatchEngine


class View(LearnerViewMixin, PyratMatchEngine):
    controls = {
        **PyratMatchEngine.controls,
        "rat": Choice("policy", ("policy",), hidden=True),
        "python": Choice("random", ("random", "greedy", "human")),
        "perspective": Choice("rat", ("rat",), hidden=True),
        "width": Number(9, 5, 15, integer=True),
        "height": Number(7, 5, 11, integer=True),
        "cheese": Number(9, 1, 21, integer=True),
    }
    accepts = ""

    def start(self):
        self.values["rat"] = "greedy"  # who moves where the learner's policy cannot
        super().start()
        self.values["rat"] = "policy"
        self.greedy = self.players[0]
        self.players[0] = self.choose
        self.maze = self.pool.maze(0).as_dict()
        self.neighbour(*self.place())

    def place(self):
        """My cell, the other's cell, the cells with cheese."""
        game = self.games.state
        me, other = self.cells()
        return me, other, game.slots[0][game.present[0]].tolist()

    def neighbour(self, me, other, cheese):
        """The learner's answer; ours, where theirs cannot be used, is to stay."""
        self.near = self.maze[me]
        return self.ask("policy", (self.maze, me, other, cheese), me)

    def differ(self, theirs, right):
        if isinstance(theirs, bool) or not isinstance(theirs, int):
            return super().differ(theirs, right)
        return None if theirs in self.near else Difference("value")

    def choose(self, games, side):
        """An action for the rat: 0 stays, 1 north, 2 east, 3 south, 4 west."""
        me, other, cheese = self.place()
        if not cheese or games.state.mud_left[0, 0]:
            return [0]
        to = self.neighbour(me, other, cheese)
        if self.own["status"] in ("failed", "unsolved"):
            return self.greedy(games, side)
        width = self.pool.preset.width
        return [{-width: 1, 1: 2, width: 3, -1: 4}.get(to - me, 0) if to in self.near else 0]

    def state(self):
        players, self.players = self.players, [None, self.players[1]]
        try:
            return super().state()
        finally:
            self.players = players

    def restore(self, state):
        super().restore(state)
        self.players[0] = self.choose
