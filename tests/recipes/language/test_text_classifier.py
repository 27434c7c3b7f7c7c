"""Texts of one's own: how they are read, refused and classified."""

import pytest
import torch

import gradatim
from gradatim.data.language.labeled_batches import as_batch
from gradatim.data.language.labeled_texts import load
from gradatim.errors import UserError
from gradatim.models.hub import load_save
from gradatim.models.language.bert import BERTConfig, BERTEncoder
from gradatim.models.language.variants.roberta import RoBERTa
from gradatim.recipes import get
from gradatim.recipes.language.trained_model import open_trained
from gradatim.recipes.options import change
from gradatim.recipes.runs import start

ANIMALS = ["dog", "cat", "bird", "horse", "rabbit", "mouse"]
FOODS = ["soup", "bread", "cake", "apple", "cheese", "rice"]
VERBS = ["saw", "wanted", "found", "liked", "had", "gave me"]


def rows() -> list[tuple[str, str]]:
    """72 sentences of two classes."""
    return [
        (f"She {verb} a {noun}.", label)
        for label, nouns in (("animal", ANIMALS), ("food", FOODS))
        for noun in nouns
        for verb in VERBS
    ]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "own.csv"
    lines = [f'"{text}",{label}' for text, label in rows()]
    path.write_text("\n".join(["Text,label", *lines]))
    return path


def test_table_and_folder_give_the_same_texts(table, tmp_path) -> None:
    from_table = load(table)
    for i, (text, label) in enumerate(rows()):
        (tmp_path / "folder" / label).mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / label / f"{i}.txt").write_text(text)
    from_folder = load(tmp_path / "folder")
    assert from_folder == from_table
    assert from_table.classes == ("animal", "food")
    everything = [text for part in from_table.parts.values() for text, _ in part]
    assert len(everything) == len(set(everything)) == 72


def test_own_texts_are_classified_by_what_the_encoder_knows(table, tmp_path) -> None:
    recipe = change("text-classifier", get("text-classifier"), {"data": str(table), "steps": 40})
    _, summary = start("text-classifier", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > 0.8  # 7 test sentences
    run = gradatim.load(tmp_path / "run")
    assert run.predict("She had a dog.").label == "animal"
    assert run.predict("She had a cake.").label == "food"
    with pytest.raises(UserError, match="empty"):
        run.predict("")


@pytest.mark.parametrize("kind", [RoBERTa, BERTEncoder])
@torch.no_grad()
def test_relatives_of_bert_are_started_from_with_or_without_a_head(kind, table, tmp_path) -> None:
    trained = open_trained("everyday-bert")
    vocabulary = trained.tokenizer.get_vocab_size()
    sizes = {"vocabulary_size": vocabulary, "context": 20, "width": 8, "hidden": 8, "n_layers": 1}
    before = kind(BERTConfig(**sizes, n_heads=1, n_segments=1)).eval()
    load_save.save(before, tmp_path / "before", trained.tokenizer)
    options = {"data": str(table), "init_from": str(tmp_path / "before")}
    recipe = change("text-classifier", get("text-classifier"), options)
    encoder = recipe.build(torch.device("cpu")).model.encoder.eval()
    tokens = torch.randint(5, vocabulary, (2, 20))
    torch.testing.assert_close(encoder.hidden(tokens), before.hidden(tokens))


def test_token_0_is_read_where_it_is_no_padding() -> None:
    """RoBERTa begins every text with it."""
    tokens, mask, labels = as_batch([(torch.tensor([0, 5, 2]), 1), (torch.tensor([0, 2]), 0)])
    assert tokens.tolist() == [[0, 5, 2], [0, 2, 0]]
    assert mask.tolist() == [[True, True, True], [True, True, False]]
    assert labels.tolist() == [1, 0]


def test_padding_changes_no_answer(table) -> None:
    recipe = change("text-classifier", get("text-classifier"), {"data": str(table)})
    model = recipe.build(torch.device("cpu")).model.eval()
    tokens = torch.tensor([[7, 8, 9, 0, 0]])
    alone = model(tokens[:, :3], torch.ones(1, 3, dtype=torch.bool))
    torch.testing.assert_close(model(tokens, tokens != 0), alone, atol=1e-5, rtol=1e-4)


def test_texts_that_cannot_be_read_are_refused(tmp_path, table) -> None:
    for content, said in (
        ("a,b\n1,2\n", "has the columns a, b"),
        ("text,label\nhello,x\n", "at least 20 are needed"),
    ):
        (tmp_path / "wrong.csv").write_text(content)
        with pytest.raises(UserError, match=said):
            load(tmp_path / "wrong.csv")
    with pytest.raises(UserError, match="neither a CSV file nor a folder"):
        load(tmp_path / "nothing")
    with pytest.raises(UserError, match="which texts"):
        get("text-classifier").build(torch.device("cpu"))
    values = {"data": str(table), "init_from": "everyday-llama"}
    with pytest.raises(UserError, match="start from a BERT"):
        change("text-classifier", get("text-classifier"), values).build(torch.device("cpu"))
