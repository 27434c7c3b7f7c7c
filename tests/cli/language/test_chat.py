"""gradatim chat: what is refused before anybody types."""

import pytest

from gradatim.cli.language.chat import chat_
from gradatim.errors import UserError
from gradatim.recipes.language.shipped_models import EVERYDAY_BERT, EVERYDAY_LLAMA


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chat_(EVERYDAY_LLAMA, tokens=0), "tokens is 0: give 1 to 1,000,000"),
        (lambda: chat_(EVERYDAY_LLAMA, tokens=10**7), "tokens is 10000000: give 1 to 1,000,000"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=0, seed=1), "seed is 1, and temperature is 0"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=-1), "temperature is -1"),
        (lambda: chat_(EVERYDAY_LLAMA, temperature=0, top_p=0.5), "top_p"),
        (lambda: chat_(EVERYDAY_LLAMA), "continue"),
        (lambda: chat_(EVERYDAY_BERT), "a BERT does not answer: use `gradatim fill`"),
        (lambda: chat_("nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_talked_to_is_one_sentence(call, message):
    with pytest.raises(UserError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
