"""BERT: sees both sides, ignores padding, scores only the places asked for."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from tests.models.language.small import SMALL, count


@pytest.mark.parametrize(
    ("config", "parameters"),
    [
        (BERTConfig.base(), 109_514_298),
        (BERTConfig.large(), 335_174_458),
    ],
)
def test_famous_sizes_have_the_published_number_of_parameters(config, parameters):
    assert count(BERT, config) == parameters


def test_bert_sees_both_sides_ignores_padding_and_scores_only_the_places_asked_for():
    model = BERT(BERTConfig(**SMALL, hidden=24)).eval()
    tokens = torch.randint(40, (2, 10))
    changed = tokens.clone()
    changed[:, 9] = (changed[:, 9] + 1) % 40
    logits = model(tokens)
    assert not torch.allclose(logits[:, 0], model(changed)[:, 0])
    mask = torch.ones(2, 10, dtype=torch.bool)
    mask[:, 9] = False
    torch.testing.assert_close(model(tokens, mask)[:, :9], model(changed, mask)[:, :9])
    places = torch.tensor([3, 12])
    torch.testing.assert_close(
        model(tokens, places=places), torch.stack((logits[0, 3], logits[1, 2]))
    )
    segments = torch.zeros(2, 10, dtype=torch.long)
    torch.testing.assert_close(model(tokens, segments=segments), logits)
    segments[:, 5:] = 1
    assert not torch.allclose(model(tokens, segments=segments), logits)


def test_a_text_longer_than_the_context_is_refused():
    model = BERT(BERTConfig(**SMALL, hidden=24))
    with pytest.raises(UserError, match="33 tokens are more than this model reads at once, 32"):
        model(torch.zeros(1, 33, dtype=torch.long))
