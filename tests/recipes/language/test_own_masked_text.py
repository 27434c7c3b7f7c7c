"""A BERT goes on with a text of one's own: it reads as before, learns, resumes, is refused."""

import shutil
from pathlib import Path

import pytest
import torch
from benchmarks.reliability.resume_all import outcome, run_until
from safetensors.torch import load_file
from tokenizers import Tokenizer, processors
from torch import nn

from gradatim.data.language.lm_batches import IGNORED
from gradatim.data.language.tokenizers import train_bpe, train_word_pieces
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERT, BERTConfig, BERTEncoder
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.variants.modernbert import ModernBERT, ModernBERTConfig
from gradatim.models.language.variants.roberta import RoBERTa
from gradatim.recipes import get
from gradatim.recipes.export.formats import export
from gradatim.recipes.language.trained_model import encode, fill, open_trained
from gradatim.recipes.options import change
from gradatim.recipes.runs import evaluate, open_run, resume, start
from gradatim.recipes.shrink import shrink
from gradatim.reports.run_report import write_report
from tests.recipes.language.tiny_text import tiny

SIZES = {"vocabulary_size": 400, "context": 40, "width": 16, "n_layers": 2, "n_heads": 2}
BERT_SIZES = {**SIZES, "hidden": 16}
KINDS = {
    "BERT": lambda: BERT(BERTConfig(**BERT_SIZES)),
    "DistilBERT": lambda: BERT(BERTConfig(**BERT_SIZES, n_segments=None)),
    "RoBERTa": lambda: RoBERTa(BERTConfig(**BERT_SIZES, n_segments=1)),
    "ModernBERT": lambda: ModernBERT(ModernBERTConfig(**BERT_SIZES, window=8)),
}


def surrounding(tokenizer: Tokenizer, first: str, last: str) -> Tokenizer:
    """The tokenizer, which now puts two tokens around every text."""
    special = [(name, tokenizer.token_to_id(name)) for name in (first, last)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=special
    )
    return tokenizer


def checkpoint(kind: str, text: str, folder: Path) -> Path:
    """A model with random weights and a tokenizer as it would be published."""
    learned = [Path(text).read_text()]
    if kind == "RoBERTa":
        specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
        tokenizer = surrounding(train_bpe(learned, 400, specials), "<s>", "</s>")
    else:
        tokenizer = surrounding(train_word_pieces(learned, 400), "[CLS]", "[SEP]")
    load_save.save(KINDS[kind](), folder, tokenizer)
    return folder


def changed(before: object, text: str, **values):
    """The recipe that goes on from a model."""
    values = {"context": 24, "batch_size": 4, "steps": 3, **values}
    return change("text-bert", get("text-bert"), {"text": text, "init_from": str(before), **values})


def gone_on(before: object, text: str, folder: Path, **values):
    """A run of a few steps that went on from a model."""
    return start("text-bert", changed(before, text, **values), folder, show=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_on_and_opens_without_what_it_came_from(kind, own_text, tmp_path) -> None:
    before = checkpoint(kind, own_text, tmp_path / "before")
    opened = open_trained(str(before))
    _, summary = gone_on(before, own_text, tmp_path / "run", learning_rate=0.3, lr_ratio=1.0)
    shutil.rmtree(before)
    after = open_trained(str(tmp_path / "run"))
    assert type(after.model) is type(opened.model)
    assert after.model.config == opened.model.config
    assert encode(after, "The rat") == encode(opened, "The rat")
    assert evaluate(tmp_path / "run") == summary["metrics"]
    info = open_run(tmp_path / "run")[2]
    assert summary["metrics"]["loss"] < info.loss_before
    assert len(fill(after, "the [MASK] sleeps", 3)[0]) == 3
    assert "It went on from" in write_report(tmp_path / "run").read_text("utf-8")


@pytest.mark.parametrize("kind", ["BERT", "RoBERTa"])
def test_windows_begin_and_end_as_texts_do(kind, own_text, tmp_path) -> None:
    before = checkpoint(kind, own_text, tmp_path / "before")
    task = changed(before, own_text).build(torch.device("cpu"))
    tokenizer = open_trained(str(before)).tokenizer
    first, last = tokenizer.encode("").ids
    mask = tokenizer.token_to_id("<mask>" if kind == "RoBERTa" else "[MASK]")
    for inputs, targets in (next(task.batches), (task.test.inputs, task.test.targets)):
        assert inputs.shape[1] == 24
        assert (inputs[:, 0] == first).all()
        assert (inputs[:, -1] == last).all()
        assert (targets[:, [0, -1]] == IGNORED).all()
        hidden = targets[inputs == mask]
        assert len(hidden)
        assert (hidden != IGNORED).all()
    for sentence, _ in task.info.examples:
        assert "[MASK]" in sentence


def test_the_loss_before_is_that_of_the_model(own_text, tmp_path) -> None:
    before = checkpoint("RoBERTa", own_text, tmp_path / "before")
    task = changed(before, own_text).build(torch.device("cpu"))
    model = open_trained(str(before)).model
    targets = task.test.targets.flatten()
    scores = model(task.test.inputs).flatten(0, 1)
    expected = nn.functional.cross_entropy(scores, targets, ignore_index=IGNORED).item()
    assert task.info.loss_before == pytest.approx(expected, rel=1e-5)
    assert f"{expected:.3f} per masked token" in task.note


def test_a_run_of_lora_goes_wherever_runs_go(own_text, tmp_path) -> None:
    before = checkpoint("BERT", own_text, tmp_path / "before")
    old, folder = open_trained(str(before)).model.state_dict(), tmp_path / "run"
    gone_on(before, own_text, folder, lora_rank=1)
    new = load_file(folder / "model.safetensors")
    assert new.keys() == old.keys()
    name = "layers.1.attention.project.weight"
    assert torch.linalg.matrix_rank(new[name] - old[name], rtol=1e-3) == 1
    out = export(folder, "safetensors").folder
    assert load_save.load(out).model.state_dict().keys() == old.keys()
    smaller = open_trained(str(shrink(folder, "int8", 1))).model.state_dict()
    assert smaller.keys() == old.keys()
    again = gone_on(folder, own_text, tmp_path / "again")[0]
    assert open_trained(str(again.folder)).model.state_dict().keys() == old.keys()


@pytest.mark.parametrize("lora_rank", [0, 2])
def test_a_killed_run_ends_like_the_unbroken_one(lora_rank, own_text, tmp_path) -> None:
    before = checkpoint("ModernBERT", own_text, tmp_path / "before")
    values = {"lora_rank": lora_rank, "steps": 6, "evaluate_every": 2, "patience": 5}
    whole, _ = gone_on(before, own_text, tmp_path / "whole", **values)
    broken = tmp_path / "broken"
    run_until(4, {3}, lambda: gone_on(before, own_text, broken, **values))
    assert outcome(resume(broken, show=False)[0]) == outcome(whole)


def test_runs_of_ones_own_and_the_model_that_ships_go_on(own_text, tmp_path) -> None:
    start("text-bert", tiny("text-bert", own_text), tmp_path / "bert", show=False)
    shipped = {k: v.clone() for k, v in open_trained("everyday-bert").model.state_dict().items()}
    for before in (str(tmp_path / "bert"), "everyday-bert"):
        run, _ = gone_on(before, own_text, tmp_path / f"from-{Path(before).name}")
        assert fill(open_trained(str(run.folder)), "the [MASK]", 1)
    for name, tensor in open_trained("everyday-bert").model.state_dict().items():
        assert tensor.equal(shipped[name])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"n_layers": 1}, "n_layers is 1, and the model of init_from has its own: leave it out"),
        ({"context": 41}, "context is 41, and .*before reads at most 40 tokens at once"),
        ({"context": 2}, "context is 2, and 2 tokens surround every text: give more"),
        ({"context": 24, "lora_rank": 17}, "the rank of LoRA is 17: give 1 to 16"),
        ({"mask_fraction": 1.0}, "mask_fraction is 1.0: give a number above 0 and below 1"),
        ({"lr_ratio": 0.0}, "lr_ratio is 0.0"),
        ({"init_from": "everyday-llama"}, "a Llama predicts no masked words: give a BERT"),
        ({"init_from": "", "lora_rank": 1}, "lora_rank is 1, and no layer has learned before"),
    ],
)
def test_what_does_not_fit_is_refused(values, said, own_text, tmp_path) -> None:
    before = checkpoint("BERT", own_text, tmp_path / "before")
    values = {"text": own_text, "init_from": str(before), **values}
    with pytest.raises(UserError, match=said):
        change("text-bert", get("text-bert"), values).build(torch.device("cpu"))


def test_encoders_without_a_head_and_without_a_mask_are_refused(own_text, tmp_path) -> None:
    text = [Path(own_text).read_text()]
    encoder = BERTEncoder(BERTConfig(**BERT_SIZES))
    load_save.save(encoder, tmp_path / "encoder", train_word_pieces(text, 400))
    load_save.save(KINDS["BERT"](), tmp_path / "maskless", train_bpe(text, 400, ["<s>"]))
    load_save.save(GPT(GPTConfig(**SIZES)), tmp_path / "gpt", train_bpe(text, 400, ["<s>"]))
    for name, said in (
        ("encoder", "a BERTEncoder predicts no masked words"),
        ("maskless", "its tokenizer has no token for a masked word"),
        ("gpt", "a GPT predicts no masked words"),
    ):
        with pytest.raises(UserError, match=f"init_from is .*{said}"):
            changed(tmp_path / name, own_text).build(torch.device("cpu"))
