"""Words become images: the model learns, the way is kept, a run of any kind that draws is shown."""

import pytest
import torch

from gradatim.data.info import CaptionInfo
from gradatim.errors import UserError
from gradatim.models.language.gpt import GPTConfig
from gradatim.models.multimodal.dalle import DALLE, DALLEConfig
from gradatim.models.multimodal.vqvae import VQVAEConfig
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode
from gradatim.views.text_to_image import engine as module

INFO = CaptionInfo(data="mnist", shape=(3, 32, 32), words=("a", "draw", "seven"), length=4)


@pytest.fixture
def dalle(monkeypatch):
    torch.manual_seed(0)
    autoencoder = VQVAEConfig(in_channels=3, image_size=32, filters=8, n_codes=16)
    gpt = GPTConfig(width=16, n_layers=1, n_heads=2)
    model = DALLE(DALLEConfig(n_words=5, caption_length=4, autoencoder=autoencoder, gpt=gpt))
    monkeypatch.setattr(module, "newest_drawer", lambda: (model.eval(), INFO, "my-run"))
    return load("text_to_image")(model="run")


def test_it_opens_on_drawings_of_a_trained_model_and_play_shows_their_way():
    engine = load("text_to_image")()
    frame = engine.frame()
    assert frame["at"] == frame["last"] == 20
    assert not engine.finished()
    engine.step(1)
    assert engine.frame()["at"] == 1
    engine.step(19)
    assert engine.finished()
    engine.set("prompt", "dessine un zéro")
    ink = (engine.frame()["drawn"] > 0.5).float().mean(0)[0]
    assert ink[12:16, 12:16].mean() < 0.4 < ink.max()  # the middle of a zero is empty


def test_the_loss_falls_and_the_words_are_drawn_again():
    engine = load("text_to_image")(model="live")
    before = engine.frame()["drawn"]
    engine.step(30)
    assert sum(engine.losses[-10:]) < 0.7 * sum(engine.losses[:10])
    assert not torch.equal(engine.frame()["drawn"], before)


def test_the_way_leads_from_noise_to_what_is_drawn():
    engine = load("text_to_image")(model="live")
    engine.set("moment", 0)
    first = engine.frame()
    engine.set("moment", 100)
    last = engine.frame()
    assert first["at"] == 0
    assert last["at"] == last["last"] == 12
    for end, frame in ((0, first), (-1, last)):
        assert torch.equal(frame["film"][end], frame["drawn"][0])
    assert ((first["drawn"] == 0) | (first["drawn"] == 1)).float().mean() > 0.2  # noise, cut


def test_words_that_were_never_seen_are_named_and_too_many_refused():
    engine = load("text_to_image")(model="live")
    engine.set("prompt", "draw a purple seven")
    assert engine.frame()["unknown"] == ["purple"]
    for prompt, empty in (("", True), ("?!", True), ("\N{CAT}", False)):
        engine.set("prompt", prompt)
        assert engine.frame()["empty"] == empty
    engine.set("prompt", "draw a purple seven")
    with pytest.raises(UserError, match="words"):
        engine.set("prompt", "one two three four five six seven eight nine")
    assert engine.values["prompt"] == "draw a purple seven"


def test_codes_appear_one_by_one_and_the_rest_is_dark(dalle):
    frame = dalle.frame()
    assert frame["codes"] == []
    assert frame["drawn"].abs().max() == 0
    dalle.step(10)
    frame = dalle.frame()
    assert len(frame["codes"]) == frame["at"] == 10
    assert frame["drawn"][:, :, :4].abs().max() > 0  # eight codes of the first row, two more
    assert frame["drawn"][:, :, 4:8, 8:].abs().max() == 0
    assert frame["drawn"][:, :, 8:].abs().max() == 0
    dalle.step(100)
    assert dalle.finished()
    assert dalle.frame()["at"] == 64
    _, buffers = encode(dalle.snapshot())
    assert sum(map(len, buffers)) <= MAX_FRAME  # images in color are the largest
    dalle.rewind(1)
    assert dalle.frame()["at"] == 63


def test_without_any_run_it_is_said_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "RUNS", tmp_path)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "model.safetensors").write_bytes(b"")
    (tmp_path / "damaged" / "config.json").write_text('{"recipe": "mnist-flow"}')
    with pytest.raises(UserError, match="gradatim train mnist-flow"):
        load("text_to_image")(model="run")
