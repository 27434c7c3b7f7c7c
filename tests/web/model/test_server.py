"""A served model: one endpoint, a page, limits of size and rate, this computer unless told."""

import io
import re
import subprocess
import sys
import urllib.request

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

import gradatim
from gradatim.errors import UserError
from gradatim.web.model.server import create_app, serve_model
from tests.cli.helpers import environment

LIMITS = {"max_bytes": 5000, "per_second": 1000.0}


def client(run, **limits):
    return TestClient(
        create_app(gradatim.load(run), **{**LIMITS, **limits}), base_url="http://127.0.0.1"
    )


def png(side=8):
    file = io.BytesIO()
    Image.fromarray(np.arange(side * side, dtype=np.uint8).reshape(side, side)).save(file, "PNG")
    return file.getvalue()


def test_a_file_is_answered_as_predict_answers_it(digits, tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    expected = gradatim.load(digits).predict(tmp_path / "a.png")
    found = client(digits).post("/answer", content=png()).json()
    assert found["class"] == expected.label
    assert found["probability"] == pytest.approx(expected.probability, abs=1e-6)
    assert len(found["next"]) == 4


def test_a_row_is_answered_in_json(houses):
    found = client(houses).post("/answer", json={"size": 20, "kind": "a"}).json()
    assert found["low"] <= found["value"] <= found["high"]
    assert "content-type" in client(houses).post("/answer", content=b"x").json()["error"]


def test_wrong_requests_are_one_sentence(digits, houses):
    asked = client(digits)
    for content, said in ((b"no image", "the file"), (b"", "empty")):
        answer = asked.post("/answer", content=content)
        assert answer.status_code == 400
        assert said in answer.json()["error"]
        assert "/tmp" not in answer.json()["error"]
    form = asked.post("/answer", files={"file": b"x"})  # what `curl -F` sends
    assert "the request is a form" in form.json()["error"]
    for content in (b"{", b"[1]", b"3", b"{}", b"[" * 3000):
        answer = client(houses).post(
            "/answer", content=content, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_no_file_of_this_computer_is_opened_by_its_name(digits, houses, tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    for run, said in ((digits, "send its bytes"), (houses, "the columns of a row")):
        answer = client(run).post("/answer", json=str(tmp_path / "a.png"))
        assert answer.status_code == 400
        assert said in answer.json()["error"]


def test_size_and_rate_have_limits(digits):
    assert client(digits).post("/answer", content=bytes(5001)).status_code == 413
    asked = client(digits, per_second=3)
    codes = [asked.post("/answer", content=png()).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_other_hosts_and_pages_are_refused(digits):
    asked = client(digits)
    assert asked.post("/answer", headers={"host": "evil.org"}, content=png()).status_code == 403
    origin = {"origin": "http://evil.org"}
    assert asked.post("/answer", headers=origin, content=png()).status_code == 403
    app = create_app(gradatim.load(digits), **LIMITS, token="secret", loopback=False)
    beyond = TestClient(app, base_url="http://10.0.0.1")
    assert beyond.post("/answer", content=png()).status_code == 403
    assert beyond.post("/answer?token=secret", content=png()).status_code == 200


def test_limits_have_a_range(digits):
    with pytest.raises(UserError, match="per_second is 0"):
        serve_model(digits.folder, "127.0.0.1", 0, max_megabytes=1, per_second=0)


def test_the_command_prints_its_address_and_answers_there(digits):
    words = [sys.executable, "-m", "gradatim", "serve-model", str(digits.folder), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) as server:
        try:
            address = re.search(r"http://127.0.0.1:\d+/answer", server.stdout.readline())[0]
            with urllib.request.urlopen(address, data=png(), timeout=60) as answer:
                assert b'"class"' in answer.read()
        finally:
            server.terminate()
