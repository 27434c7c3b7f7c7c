"""Writing: choosing a token, the cache, the context, seeds, stop texts."""

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from gradatim.errors import UserError
from gradatim.models.hub.sentencepiece import byte_pair_tokenizer
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling, as_text, generate, next_probabilities

CONTEXT = 16
SIZES = {"vocabulary_size": 20, "context": CONTEXT, "width": 16, "n_layers": 2, "n_heads": 2}
NOTHING = torch.tensor([], dtype=torch.long)
LOGITS = torch.tensor([0.5, 0.25, 0.15, 0.1]).log()


@pytest.fixture(params=["gpt", "llama"])
def model(request):
    torch.manual_seed(3)
    if request.param == "gpt":
        made = GPT(GPTConfig(**SIZES))
    else:
        made = Llama(LlamaConfig(**SIZES, hidden=24, n_key_heads=1))
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return made.eval()


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        (Sampling(), [0.5, 0.25, 0.15, 0.1]),
        (Sampling(temperature=0), [1, 0, 0, 0]),
        (Sampling(top_k=2), [2 / 3, 1 / 3, 0, 0]),
        (Sampling(top_k=9), [0.5, 0.25, 0.15, 0.1]),
        (Sampling(top_p=0.6), [2 / 3, 1 / 3, 0, 0]),
        (Sampling(top_p=0.01), [1, 0, 0, 0]),
        (Sampling(temperature=0.5, top_k=2), [0.8, 0.2, 0, 0]),
    ],
)
def test_probabilities_follow_the_sampling(sampling, expected):
    torch.testing.assert_close(
        next_probabilities(LOGITS, sampling, NOTHING), torch.tensor(expected, dtype=torch.float)
    )


def test_the_repetition_penalty_makes_what_was_said_less_likely_whatever_its_sign():
    logits = torch.tensor([2.0, -1.0, 0.5])
    ours = next_probabilities(logits, Sampling(repetition_penalty=2), torch.tensor([0, 1, 0]))
    torch.testing.assert_close(ours, torch.tensor([1.0, -2.0, 0.5]).softmax(0))


@torch.no_grad()
def test_greedy_text_equals_reading_everything_again_at_each_token(model):
    prompt = [3, 7, 1]
    text = torch.tensor([prompt])
    for _ in range(13):
        text = torch.cat((text, model(text)[:, -1].argmax(-1, keepdim=True)), 1)
    ours = list(generate(model, prompt, 13, context=CONTEXT, sampling=Sampling(temperature=0)))
    assert ours == text[0, 3:].tolist()


@torch.no_grad()
def test_a_text_longer_than_the_context_goes_on_from_its_newer_half(model):
    prompt = [3, 7, 1]
    text, unread_from = list(prompt), 0
    for _ in range(40):
        if len(text) - unread_from > CONTEXT:
            unread_from = len(text) - CONTEXT // 2
        text.append(int(model(torch.tensor([text[unread_from:]]))[0, -1].argmax()))
    ours = list(generate(model, prompt, 40, context=CONTEXT, sampling=Sampling(temperature=0)))
    assert prompt + ours == text


def test_the_same_seed_gives_the_same_text_and_another_seed_another(model):
    def write(seed):
        return list(generate(model, [1], 12, context=CONTEXT, seed=seed))

    assert write(5) == write(5)
    assert write(5) != write(6)


def test_sampled_tokens_have_the_frequencies_of_the_model(model):
    expected = model(torch.tensor([[4]]))[0, -1].softmax(-1)
    draws = [next(generate(model, [4], 1, context=CONTEXT, seed=seed)) for seed in range(600)]
    frequency = torch.tensor(draws).bincount(minlength=20) / 600
    assert (frequency - expected).abs().max() < 0.06


def test_a_stop_token_ends_the_text(model):
    greedy = {"context": CONTEXT, "sampling": Sampling(temperature=0)}
    full = list(generate(model, [3, 7, 1], 10, **greedy))
    stop = full[4]
    ours = list(generate(model, [3, 7, 1], 10, **greedy, stop=[stop]))
    assert ours == full[: full.index(stop)]


def test_generation_streams(model):
    assert next(generate(model, [1], 10_000, context=CONTEXT)) in range(20)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda m: next(generate(m, [], 5, context=CONTEXT)), "the prompt is empty"),
        (
            lambda m: next(generate(m, [1] * 17, 5, context=CONTEXT)),
            "the prompt has 17 tokens and this model reads at most 16",
        ),
        (lambda m: Sampling(temperature=-1), "temperature is -1: give a finite number"),
        (lambda m: Sampling(temperature=float("nan")), "temperature is nan: give a finite number"),
        (lambda m: Sampling(top_k=0), "top_k is 0: give at least 1"),
        (lambda m: Sampling(top_p=1.5), "top_p is 1.5: give a number above 0 and at most 1"),
        (
            lambda m: Sampling(repetition_penalty=0),
            "penalty is 0: give a number above 0",
        ),
    ],
)
def test_bad_requests_are_answered_in_one_sentence(model, make, message):
    with pytest.raises(UserError, match=message):
        make(model)


def byte_tokenizer():
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({c: i for i, c in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def test_a_character_of_several_tokens_comes_whole():
    tokenizer = byte_tokenizer()
    pieces = list(as_text(tokenizer.encode("a€🙂").ids, tokenizer))
    assert pieces == ["a", "€", "🙂"]


def test_bytes_that_make_no_character_end_no_stream() -> None:
    """A model that has learned little writes them, where characters fall back to bytes."""
    pieces = ["<unk>", "<s>", *(f"<0x{i:02X}>" for i in range(256)), "▁", "x"]
    tokenizer = byte_pair_tokenizer(
        pieces, [0.0] * len(pieces), unknown="<unk>", start="<s>", specials=["<unk>", "<s>"]
    )
    read = tokenizer.token_to_id
    letter, byte, wrong = read("x"), read("<0x43>"), read("<0xFF>")
    written = "".join(as_text([byte, wrong, letter, byte, wrong, wrong, letter], tokenizer))
    assert written[0] == "C"
    assert written.count("x") == 2


@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        ("one. two. three", ". t", "one"),
        ("one.. t", ". t", "one."),
        ("no stop.", ". t", "no stop."),
        ("abc", "", "abc"),
    ],
)
def test_a_stop_text_across_tokens_ends_the_stream_and_is_not_shown(text, stop, expected):
    tokenizer = byte_tokenizer()
    assert "".join(as_text(tokenizer.encode(text).ids, tokenizer, stop=stop)) == expected
