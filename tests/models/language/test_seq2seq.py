"""Aligned translation of 2014: the writing GRU, and the published sizes."""

import torch

from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from tests.models.language.small_translators import MAKE


def test_the_writing_gru_equals_torch_gru_cell():
    model = MAKE["bahdanau"]()
    H = 12
    cell = torch.nn.GRUCell(8 + 2 * H, H)
    cell.load_state_dict(
        {
            "weight_ih": torch.cat((model.word_gates.weight, model.context_gates.weight), 1),
            "bias_ih": model.word_gates.bias,
            "weight_hh": model.state_gates.weight,
            "bias_hh": model.state_gates.bias,
        }
    )
    word, context, state = torch.randn(3, 8), torch.randn(3, 2 * H), torch.randn(3, H)
    ours = model.write(model.word_gates(word) + model.context_gates(context), state)
    torch.testing.assert_close(ours, cell(torch.cat((word, context), 1), state))


def test_published_sizes():
    with torch.device("meta"):
        search = Seq2Seq(Seq2SeqConfig.rnnsearch())
    assert search.encoder.weight_hh_l0.shape == (3000, 1000)
