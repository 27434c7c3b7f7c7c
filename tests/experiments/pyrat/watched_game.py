"""A game of a random network, with what the network was asked and answered in every turn."""

import numpy as np
import torch

from gradatim.experiments.pyrat.policy_trace import TraceRecorder
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat import preset
from gradatim.pyrat.matches.player_specs import Contestant, open_contestant
from gradatim.pyrat.matches.recording import record
from gradatim.pyrat.players.network_player import policy_and_value

KIND = preset("default", width=9, height=8, cheese=9, starts="corners")


def network():
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=2, n_heads=4, hidden=32))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model.eval()


def watched(seed=5):
    recorder, asked = TraceRecorder(network(), "ours"), []

    def look(games):
        recorder.record(games)
        if games.state.mud_left[0, 0] == 0:
            asked.append(policy_and_value(recorder.model, games, 0, np.zeros(1, int)))

    with open_contestant("greedy") as other:
        game = record(Contestant("ours", recorder.make), other, KIND, seed, on_turn=look)
    return game, recorder.trace, asked
