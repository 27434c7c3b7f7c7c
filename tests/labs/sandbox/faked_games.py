"""Files that fake the games they are judged by, and files that hand in what torch has made."""

from gradatim.labs.exercise import exercises, find

_EXERCISES = exercises()
_RANDOM, _OFFICIAL, _GREEDY = (find(n, _EXERCISES) for n in ("36", "37", "48"))
BATCH_NORM = find("17", _EXERCISES)

_IDLE = """
from pyrat import Game
G = Game
real = G.start
def start(self):
    {after}
    return {{"players": {{"mine": {{"score": 5.0}}, "chance": {{"score": 0.0}}}}}}
class MyPlayer(Player):
    def get_name(self):
        {set}
        return super().get_name()
    def turn(self, maze, game_state):
        return Action.NOTHING
"""
_COPIED = """
import copy
class Setter:
    def __reduce_ex__(self, protocol):
        return (lambda: Game), (), (None, {"start": start})
"""
_JUMPS = """
from gradatim.pyrat import Maze
M = Maze
old, left = M.as_dict, [9]
def as_dict(self):
    left[0] -= 1
    if {again} and not left[0]:
        M.as_dict = old
    cells = list(old(self))
    return {{c: {{d: 1 for d in cells if d != c}} for c in cells}}
def policy(maze, me, other, cheese):
    if left[0] > 0:
        M.as_dict = as_dict
    return cheese[0]
"""
_LEADS = """
honest = learn
def learn(env, n_games, rate):
    if n_games != 800:
        return honest(env, n_games, rate)
    E = type(env)
    E.lead = property(lambda self: 1.0, lambda self, value: None)
    return torch.zeros(3)
"""
_RESETS = """
honest = learn
def learn(env, n_games, rate):
    if n_games != 800:
        return honest(env, n_games, rate)
    E = type(env)
    real, left = E.over, [700]
    def over(self):
        left[0] -= 1
        if not left[0]:
            E.over = real
        self.lead = 5.0
        return True
    E.over = over
    return torch.zeros(3)
"""
FAKED = {
    "the official game": (
        _OFFICIAL,
        _IDLE.format(after="pass", set="G.start = start"),
    ),
    "the official game, put back in time": (
        _OFFICIAL,
        _IDLE.format(after="G.start = real", set="G.start = start"),
    ),
    "the official game, by a copy": (
        _OFFICIAL,
        _IDLE.format(after="pass", set="copy.copy(Setter())") + _COPIED,
    ),
    "the maze": (_RANDOM, _JUMPS.format(again=False)),
    "the maze, put back in time": (_RANDOM, _JUMPS.format(again=True)),
    "the class of a check": (_GREEDY, _LEADS),
    "the class of a check, put back in time": (_GREEDY, _RESETS),
}

_INHERITED = """
    def _check_input_dim(self, x): pass
    def __init__(self, n, momentum=0.1, eps=1e-5): super().__init__(n, eps, momentum)
"""
READY_MADE = {
    "inherited": "class BatchNorm(nn.BatchNorm3d):" + _INHERITED,
    "by a metaclass": """
class Meta(type):
    __mro__ = __module__ = property(lambda self: "learner")
class BatchNorm(nn.BatchNorm3d, metaclass=Meta):"""
    + _INHERITED,
    "renamed": "B = nn.BatchNorm3d\nB.__name__ = B.__qualname__ = 'Plain'\nclass BatchNorm(B):"
    + _INHERITED,
    "made by a function": "class Other(nn.BatchNorm3d):"
    + _INHERITED
    + "def BatchNorm(n, momentum=0.1, eps=1e-5): return Other(n, momentum, eps)",
    "made within a function": """
def BatchNorm(n, momentum=0.1, eps=1e-5):
    kind = type("Plain", (nn.BatchNorm3d,), {"_check_input_dim": lambda self, x: None})
    return kind(n, eps, momentum)
""",
    "made by __new__": """
class BatchNorm:
    def __new__(cls, n, momentum=0.1, eps=1e-5):
        kind = type("Plain", (nn.BatchNorm3d,), {"_check_input_dim": lambda self, x: None})
        return kind(n, eps, momentum)
""",
    "made by a metaclass": """
class Meta(type):
    def __call__(cls, n, momentum=0.1, eps=1e-5):
        kind = type("Plain", (nn.BatchNorm3d,), {"_check_input_dim": lambda self, x: None})
        return kind(n, eps, momentum)
class BatchNorm(metaclass=Meta): pass
""",
}
