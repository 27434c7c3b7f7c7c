"""Questions with answers: what is asked of the model, and that words are copied, not known."""

import pytest
import torch

from gradatim.data.language import conversations as talk
from gradatim.data.language.answer_batches import AnswerBatches, padded
from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.language.tokenizers import train_bpe
from gradatim.models.hub.chat_template import render

TEXT = ["The garden and the kitchen are behind the little house of the old woman. " * 20]


@pytest.fixture(scope="module")
def tokenizer():
    return train_bpe(TEXT, 330, talk.CHAT_SPECIALS)


def asked(tokenizer, question: str, answer: str) -> str:
    _, targets = talk.encode_example(tokenizer, question, answer)
    return tokenizer.decode(targets[targets != IGNORED].tolist(), skip_special_tokens=False)


def test_only_the_answer_is_asked_for(tokenizer) -> None:
    assert asked(tokenizer, "Where is it?", "In the garden.") == f" In the garden.{talk.STOP}"
    inputs, targets = talk.encode_example(tokenizer, "Where is it?", "In the garden.")
    wanted = targets != IGNORED
    assert torch.equal(inputs[1:][wanted[:-1]], targets[:-1][wanted[:-1]])


def test_the_model_calls_the_calculator_but_need_not_know_the_sum(tokenizer) -> None:
    [example] = talk.sums(1, 2, seed=0, calculator=True)
    total = example.answer.rpartition(" ")[2]
    call = example.answer.partition(talk.RESULT)[0] + talk.RESULT
    assert asked(tokenizer, example.question, example.answer) == f" {call} {total}{talk.STOP}"
    [plain] = talk.sums(1, 2, seed=0, calculator=False)
    assert plain.answer == total
    assert sum(map(int, plain.question.removesuffix("=").split("+"))) == int(total)


def test_the_template_writes_what_was_learned() -> None:
    messages = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi"},
        {"role": "user", "content": "Bye"},
    ]
    expected = f"{talk.prompt_text('Hello')} Hi{talk.STOP}{talk.prompt_text('Bye')}"
    assert render(talk.TEMPLATE, messages, {}) == expected


def test_unseen_words_are_none_that_were_learned(tokenizer) -> None:
    seen, unseen = talk.fillings(tokenizer)
    assert seen
    assert unseen
    assert not set(seen) & set(unseen)
    for example in talk.templated(unseen, 20, seed=3):
        copied = [w for w in unseen if w in example.answer.split() or f"{w}." in example.answer]
        assert copied
        assert all(word in example.question for word in copied)


def test_published_examples_keep_their_parts(data_folder) -> None:
    parts = talk.instructions()
    assert {part: len(some) for part, some in parts.items()} == {
        "train": 935,
        "test": 110,
        "validation": 55,
    }
    pairs = talk.preferences()
    for part, some in parts.items():
        assert [p.question for p in pairs[part]] == [e.question for e in some]


def test_batches_hide_padding_and_questions(tokenizer) -> None:
    examples = [talk.encode_example(tokenizer, "a" * n, "yes") for n in range(1, 9)]
    inputs, targets = next(AnswerBatches(examples, 4, seed=0))
    assert inputs.shape == targets.shape
    for row in range(4):
        wanted = targets[row][targets[row] != IGNORED].tolist()
        assert tokenizer.decode(wanted, skip_special_tokens=False) == f" yes{talk.STOP}"
    assert padded(examples)[0].shape[0] == 8


def test_made_up_words_are_of_many_pieces_but_of_no_unseen_word(tokenizer) -> None:
    unseen = ["garden", "house"]
    kept_away = {tokenizer.encode(f" {word}").ids[0] for word in unseen}
    assert sorted(tokenizer.decode([number]).strip() for number in kept_away) == unseen
    words = talk.made_up_words(tokenizer, unseen, 200, seed=0)
    numbers = [tokenizer.encode(f" {word}").ids for word in words]
    assert len(words) == 200
    assert all(len(some) > 1 and not kept_away & set(some) for some in numbers)
    assert len({number for some in numbers for number in some}) > 20
    assert words == talk.made_up_words(tokenizer, unseen, 200, seed=0)
