"""A trained model opened by name: each sentence is cut into tokens once; mistakes are named."""

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from gradatim.errors import UserError
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.seq2seq import Seq2Seq, Seq2SeqConfig
from gradatim.recipes.language import trained_model
from gradatim.recipes.language.trained_model import TrainedModel

WORDS = ["[PAD]", "[UNK]", "[BOS]", "[EOS]", "[MASK]", "the", "cat", "sat", "on", "mat"]


class CountingTokenizer:
    """A tokenizer that counts how often it reads a text."""

    def __init__(self) -> None:
        words = {word: i for i, word in enumerate(WORDS)}
        self.inner = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
        self.inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        self.inner.add_special_tokens(WORDS[:5])
        self.n_read = 0

    def encode(self, *arguments, **options):
        self.n_read += 1
        return self.inner.encode(*arguments, **options)

    def encode_batch_fast(self, *arguments, **options):
        self.n_read += 1
        return self.inner.encode_batch_fast(*arguments, **options)

    def __getattr__(self, name):
        return getattr(self.inner, name)


def bert() -> TrainedModel:
    sizes = {"vocabulary_size": len(WORDS), "context": 12, "width": 16, "hidden": 16}
    model = BERT(BERTConfig(**sizes, n_layers=1, n_heads=2)).eval()
    return TrainedModel(model, CountingTokenizer(), (), {})


def test_the_tokenizer_of_another_model_is_refused():
    trained = bert()
    trained.tokenizer.add_tokens(["dog"])
    with pytest.raises(UserError, match="wrote token 10 and the model has 10: it belongs to"):
        trained_model.fill(trained, "the [MASK] dog", 3)


def test_a_masked_sentence_is_tokenized_once():
    trained = bert()
    guesses = trained_model.fill(trained, "the [MASK] sat", 3)
    assert trained.tokenizer.n_read == 1
    assert len(guesses) == 1
    probabilities = [p for _, p in guesses[0]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert {word for word, _ in guesses[0]} <= set(WORDS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" ", "the text is empty"),
        ("the dog", "no token for 'dog'"),
        ("[MASK] " * 13, "the text has 13 tokens and this model reads at most 12"),
        ("the cat", r"the text has no \[MASK\]"),
    ],
)
def test_texts_that_cannot_be_filled_are_refused(text, message):
    with pytest.raises(UserError, match=message):
        trained_model.fill(bert(), text, 1)


def test_a_run_of_a_translator_reads_a_sentence_between_start_and_end_as_in_training():
    sizes = {"source_vocabulary_size": len(WORDS), "target_vocabulary_size": len(WORDS)}
    model = Seq2Seq(Seq2SeqConfig(**sizes, embedding_width=4, width=4, maxout_width=4)).eval()
    trained = TrainedModel(model, CountingTokenizer(), (), {})
    done = trained_model.translate(trained, "the cat", n_beams=2)
    assert [WORDS[n] for n in done.source] == ["[BOS]", "the", "cat", "[EOS]"]
    assert WORDS[done.target[-1]] == "[EOS]"
    weights = trained_model.alignment(trained, done)
    assert weights.shape == (len(done.target), 4)
    torch.testing.assert_close(weights.sum(1), torch.ones(len(done.target)))


def test_the_command_for_another_kind_of_model_is_named():
    sizes = {"source_vocabulary_size": len(WORDS), "target_vocabulary_size": len(WORDS)}
    model = Seq2Seq(Seq2SeqConfig(**sizes, embedding_width=4, width=4, maxout_width=4))
    trained = TrainedModel(model, CountingTokenizer(), (), {})
    with pytest.raises(UserError, match="a Seq2Seq does not fill in words: use `gradatim trans"):
        trained_model.fill(trained, "the [MASK]", 1)


def test_a_model_that_reads_from_the_left_fills_one_gap():
    sizes = {"vocabulary_size": len(WORDS), "context": 8, "width": 8, "n_layers": 1, "n_heads": 1}
    trained = TrainedModel(GPT(GPTConfig(**sizes)).eval(), CountingTokenizer(), (3,), {})
    with pytest.raises(UserError, match="no token of this model is a whole word"):
        trained_model.fill(trained, "the [MASK]", 1)
    with pytest.raises(UserError, match="reads at most 8"):
        trained_model.fill(trained, "the [MASK]" + " cat" * 8, 1)
    with pytest.raises(UserError, match=r"has 2 \[MASK\]"):
        trained_model.fill(trained, "the [MASK] [MASK]", 1)
