"""A model goes on with a text of one's own: it stays what it was, learns, resumes, is refused."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from benchmarks.reliability.resume_all import outcome, run_until
from safetensors.torch import load_file
from tokenizers import normalizers
from torch import nn

import gradatim
from gradatim.data.language.tokenizers import train_bpe
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.sampling import Sampling
from gradatim.models.language.variants.gpt_neo import OPT, OPTConfig
from gradatim.models.language.variants.neox import NeoX, NeoXConfig
from gradatim.models.language.variants.qwen import Qwen3
from gradatim.models.rotary_positions import RotaryScaling
from gradatim.recipes import get
from gradatim.recipes.export.formats import export
from gradatim.recipes.language.causal_lm import write_freely
from gradatim.recipes.language.chat.conversation import answer, written
from gradatim.recipes.language.trained_model import continue_text, encode, open_trained
from gradatim.recipes.options import change
from gradatim.recipes.runs import evaluate, open_run, resume, start
from gradatim.recipes.shrink import shrink
from gradatim.reports.run_report import write_report
from tests.recipes.language.tiny_text import tiny

SIZES = {"vocabulary_size": 300, "context": 24, "width": 16, "n_layers": 2, "n_heads": 2}
LLAMA = {**SIZES, "hidden": 16, "n_key_heads": 1}
KINDS = {
    "GPT": lambda: GPT(GPTConfig(**SIZES)),
    "GPT in half precision": lambda: GPT(GPTConfig(**SIZES)).bfloat16(),
    "Llama": lambda: Llama(
        LlamaConfig(**LLAMA, rotary_scaling=RotaryScaling(kind="llama3", factor=2.0))
    ),
    "Qwen3": lambda: Qwen3(LlamaConfig(**LLAMA, tie_embeddings=True)),
    "NeoX": lambda: NeoX(NeoXConfig(**LLAMA | {"n_key_heads": 2})),
    "OPT": lambda: OPT(OPTConfig(**SIZES, hidden=16)),
}


def checkpoint(model: nn.Module, text: str, folder: Path) -> Path:
    """A model with random weights as it would be published, with two tokens that end a text."""
    tokenizer = train_bpe([Path(text).read_text()], 300, ["<|endoftext|>", "<s>", "</s>"])
    load_save.save(model, folder, tokenizer)
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": [1, 2]}))
    return folder


def gone_on(before: object, text: str, folder: Path, **values):
    """A run of three steps that went on from a model."""
    values = {"context": 16, "batch_size": 4, "steps": 3, **values}
    recipe = change("text-gpt", get("text-gpt"), {"text": text, "init_from": str(before), **values})
    return start("text-gpt", recipe, folder, show=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_goes_on_and_opens_without_what_it_came_from(kind, own_text, tmp_path) -> None:
    before = checkpoint(KINDS[kind](), own_text, tmp_path / "before")
    opened = open_trained(str(before))
    _, summary = gone_on(before, own_text, tmp_path / "run", learning_rate=0.3)
    shutil.rmtree(before)
    after = open_trained(str(tmp_path / "run"))
    assert type(after.model) is type(opened.model)
    assert after.model.config == opened.model.config
    assert after.tokenizer.to_str() == opened.tokenizer.to_str()
    assert after.ends == opened.ends == (2, 1)
    assert encode(after, "The rat") == encode(opened, "The rat")
    assert evaluate(tmp_path / "run") == summary["metrics"]
    info = open_run(tmp_path / "run")[2]
    assert summary["metrics"]["loss"] < info.loss_before
    pieces = continue_text(after, "The rat", 3, sampling=Sampling(temperature=0))
    assert isinstance("".join(pieces), str)


def test_the_loss_before_is_that_of_the_model(own_text, tmp_path) -> None:
    before = checkpoint(KINDS["GPT"](), own_text, tmp_path / "before")
    values = {"text": own_text, "init_from": str(before), "context": 16}
    task = change("text-gpt", get("text-gpt"), values).build(torch.device("cpu"))
    model = open_trained(str(before)).model
    scores = model(task.test.inputs).flatten(0, 1)
    expected = nn.functional.cross_entropy(scores, task.test.targets.flatten())
    assert task.info.loss_before == pytest.approx(expected.item(), rel=1e-5)
    assert f"{expected.item():.3f}" in task.note


def test_lora_leaves_a_plain_network_that_differs_by_matrices_of_its_rank(
    own_text, tmp_path
) -> None:
    before = checkpoint(KINDS["Llama"](), own_text, tmp_path / "before")
    old = open_trained(str(before)).model.state_dict()
    _, summary = gone_on(before, own_text, tmp_path / "run", lora_rank=1)
    assert summary["parameters"] == sum(tensor.numel() for tensor in old.values())
    new = load_file(tmp_path / "run" / "model.safetensors")
    assert new.keys() == old.keys()
    assert new["token_embedding.weight"].equal(old["token_embedding.weight"])
    name = "blocks.1.attention.project.weight"
    assert torch.linalg.matrix_rank(new[name] - old[name], rtol=1e-3) == 1


def test_a_model_writes_where_its_tokenizer_has_no_line_end(own_text, tmp_path) -> None:
    tokenizer = train_bpe([Path(own_text).read_text()], 300, ["<|endoftext|>"])
    tokenizer.normalizer = normalizers.Replace("\n", "")
    load_save.save(Llama(LlamaConfig(**LLAMA)), tmp_path, tokenizer)
    trained = open_trained(str(tmp_path))
    assert trained.tokenizer.encode("\n", add_special_tokens=False).ids == []
    assert isinstance(write_freely(trained.model, trained.tokenizer, 24, 5), str)


def test_a_model_that_converses_keeps_its_template(own_text, tmp_path) -> None:
    before = checkpoint(KINDS["Llama"](), own_text, tmp_path / "before")
    template = "{% for m in messages %}<s>{{ m.content }}{{ eos_token }}{% endfor %}"
    named = {"chat_template": template, "eos_token": "</s>"}
    (before / "tokenizer_config.json").write_text(json.dumps(named))
    messages = [{"role": "user", "content": "The rat"}]
    first, _ = gone_on(before, own_text, tmp_path / "first")
    second, _ = gone_on(first.folder, own_text, tmp_path / "second")
    for name in (before, first.folder, second.folder):
        trained = open_trained(str(name))
        assert written(trained, messages) == "<s>The rat</s>"
        assert isinstance("".join(answer(trained, messages, 3, sampling=Sampling())), str)


@pytest.mark.parametrize("lora_rank", [0, 2])
def test_a_killed_run_ends_like_the_unbroken_one(lora_rank, own_text, tmp_path) -> None:
    before = checkpoint(KINDS["Qwen3"](), own_text, tmp_path / "before")
    values = {"lora_rank": lora_rank, "steps": 6, "evaluate_every": 2, "patience": 5}
    whole, _ = gone_on(before, own_text, tmp_path / "whole", **values)
    broken = tmp_path / "broken"
    run_until(4, {3}, lambda: gone_on(before, own_text, broken, **values))
    assert outcome(resume(broken, show=False)[0]) == outcome(whole)


def test_a_run_of_lora_goes_wherever_runs_go(own_text, tmp_path) -> None:
    before = checkpoint(KINDS["GPT"](), own_text, tmp_path / "before")
    folder = tmp_path / "run"
    gone_on(before, own_text, folder, lora_rank=2)
    whole = open_trained(str(folder)).model.state_dict()
    gradatim.load(folder)
    assert "It went on from" in write_report(folder).read_text("utf-8")
    out = export(folder, "safetensors").folder
    assert load_save.load(out).model.state_dict().keys() == whole.keys()
    for form in ("int8", "50%-retrained"):
        smaller = open_trained(str(shrink(folder, form, 1))).model.state_dict()
        assert smaller.keys() == whole.keys()
    with pytest.raises(UserError, match="has no width to make smaller"):
        shrink(folder, "distilled", 1)
    again = gone_on(folder, own_text, tmp_path / "again")[0]
    assert open_trained(str(again.folder)).model.state_dict().keys() == whole.keys()


def test_a_run_of_ones_own_and_the_model_that_ships_go_on(own_text, tmp_path) -> None:
    start("text-gpt", tiny("text-gpt", own_text), tmp_path / "gpt", show=False)
    shipped = open_trained("everyday-llama").model.state_dict()
    for before in (str(tmp_path / "gpt"), "everyday-llama"):
        run, _ = gone_on(before, own_text, tmp_path / f"from-{Path(before).name}")
        assert open_trained(str(run.folder)).ends == open_trained(before).ends
    for name, tensor in open_trained("everyday-llama").model.state_dict().items():
        assert tensor.equal(shipped[name])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"width": 32}, "width is 32, and the model of init_from has its own: leave it out"),
        ({"vocabulary": 0}, "vocabulary is 0, and the model of init_from has its own"),
        ({"context": 25}, "context is 25, and .*before reads at most 24 tokens at once"),
        ({"lora_rank": 17}, "the rank of LoRA is 17: give 1 to 16"),
        ({"lora_rank": -1}, "lora_rank is -1: give 0 or"),
        ({"lr_ratio": 0.0}, "lr_ratio is 0.0"),
        (
            {"lora_rank": 1, "lr_ratio": 0.5},
            "lr_ratio is 0.5, and the changes of LoRA have learned",
        ),
        ({"init_from": "everyday-bert"}, "a BERT does not continue a text: use `gradatim fill`"),
        ({"init_from": "", "lora_rank": 1}, "lora_rank is 1, and no layer has learned before"),
    ],
)
def test_what_does_not_fit_is_refused(values, said, own_text, tmp_path) -> None:
    before = checkpoint(KINDS["GPT"](), own_text, tmp_path / "before")
    values = {"context": 16, "text": own_text, "init_from": str(before), **values}
    with pytest.raises(UserError, match=said):
        change("text-gpt", get("text-gpt"), values).build(torch.device("cpu"))


def test_foreign_tokenizers_and_models_without_one_are_refused(own_text, tmp_path) -> None:
    small = GPT(GPTConfig(**SIZES | {"vocabulary_size": 200}))
    foreign = checkpoint(small, own_text, tmp_path / "foreign")
    bert = BERT(BERTConfig(**SIZES, hidden=16))
    load_save.save(bert, tmp_path / "bert")
    for before, said in (
        (foreign, "wrote token 292 and the model has 200: it belongs to another model"),
        (tmp_path / "bert", "has no tokenizer that is read here"),
    ):
        values = {"text": own_text, "init_from": str(before)}
        with pytest.raises(UserError, match=f"init_from is .*{said}"):
            change("text-gpt", get("text-gpt"), values).build(torch.device("cpu"))
