"""Published files against a real server on this machine: good, wrong, half, missing, dead."""

import hashlib
import io
import os
import socket
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gradatim.data import download
from gradatim.data.catalog import SOURCES, PublishedFile, Source
from gradatim.data.download import digest, fetch
from gradatim.errors import UserError

CONTENT = bytes(range(256)) * 400


CHECKSUM = f"sha256:{hashlib.sha256(CONTENT).hexdigest()}"


class Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def __init__(self, asked: list[str], *arguments: object) -> None:
        self.asked = asked
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/missing" or (self.path == "/flaky" and self.asked.count("/flaky") == 1):
            self.send_error(404 if self.path == "/missing" else 503)
            return
        body = CONTENT if self.path != "/wrong" else CONTENT[::-1]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:1000] if self.path == "/half" else body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def address(asked: list[str]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, asked))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def dead() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/file"


@pytest.fixture(autouse=True)
def _folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if "data_folder" in request.fixturenames:
        request.getfixturevalue("data_folder")  # which reads what is taken away below
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GRADATIM_DATA", raising=False)
    monkeypatch.setattr(download, "PAUSE", 0.0)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def publish(monkeypatch: pytest.MonkeyPatch, *addresses: str, **changes: object) -> None:
    usual = {"checksum": CHECKSUM, "size": len(CONTENT), "addresses": addresses}
    file = PublishedFile(**usual | changes)  # type: ignore[arg-type]
    monkeypatch.setitem(SOURCES, "toy", Source("Toy", "none", "nobody", {"toy.bin": file}))


def left_over(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.suffix != ".json")


def test_downloads_once_and_then_finds_the_file(
    address: str, asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch, f"{address}/good")
    assert fetch("toy", "toy.bin") == tmp_path / "cache" / "toy" / "toy.bin"
    assert fetch("toy", "toy.bin").read_bytes() == CONTENT
    assert asked == ["/good"]


@pytest.mark.parametrize(
    ("page", "reason", "n_asked"),
    [("wrong", "its checksum is", 1), ("missing", "answered 404", 1), ("half", "", 2)],
)
def test_bad_answer_is_one_error_that_says_what_to_do(
    page: str,
    reason: str,
    n_asked: int,
    address: str,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    publish(monkeypatch, f"{address}/{page}")
    with pytest.raises(UserError) as caught:
        fetch("toy", "toy.bin")
    message = str(caught.value)
    assert reason in message
    for needed in (f"{address}/{page}", CHECKSUM, str(tmp_path / "cache/toy/toy.bin")):
        assert needed in message
    assert len(asked) == n_asked  # only what may be an accident is tried again
    assert left_over(tmp_path) == []


def test_next_mirror_is_asked_when_one_fails(
    address: str, dead: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [dead, *(f"{address}/{page}" for page in ("missing", "wrong", "half", "good"))]
    publish(monkeypatch, *pages)
    assert fetch("toy", "toy.bin").read_bytes() == CONTENT
    assert asked == ["/missing", "/wrong", "/half", "/good"]


def test_busy_server_is_asked_again(
    address: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(monkeypatch, f"{address}/flaky")
    assert fetch("toy", "toy.bin").read_bytes() == CONTENT
    assert asked == ["/flaky", "/flaky"]


def test_without_network_the_error_names_address_and_place(
    dead: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch, dead)
    with pytest.raises(UserError, match="no connection") as caught:
        fetch("toy", "toy.bin")
    assert dead in str(caught.value)
    assert str(tmp_path / "cache/toy/toy.bin") in str(caught.value)


def test_damaged_file_in_the_cache_is_downloaded_again(
    address: str, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(monkeypatch, f"{address}/good")
    path = fetch("toy", "toy.bin")
    path.write_bytes(CONTENT[::-1])
    assert fetch("toy", "toy.bin").read_bytes() == CONTENT
    assert asked == ["/good", "/good"]


@pytest.mark.parametrize(
    ("content", "reason"), [(CONTENT[::-1], "its checksum is"), (CONTENT[:100], "100 of 102,400")]
)
def test_damaged_file_in_the_data_folder_is_named_and_left_alone(
    content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch, "http://127.0.0.1:9/unused")
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "data"))
    path = tmp_path / "data" / "toy" / "toy.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(UserError, match=reason) as caught:
        fetch("toy", "toy.bin")
    assert str(path) in str(caught.value)
    assert "http://127.0.0.1:9/unused" in str(caught.value)
    assert path.read_bytes() == content


def test_checked_file_is_not_read_again_until_it_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch)
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "data"))
    path = tmp_path / "data" / "toy" / "toy.bin"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    read = []
    monkeypatch.setattr(download, "digest", lambda *a: read.append(1) or digest(*a))
    fetch("toy", "toy.bin")
    fetch("toy", "toy.bin")
    assert len(read) == 1
    assert [p.name for p in (tmp_path / "data").rglob("*") if p.is_file()] == ["toy.bin"]
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(1, 1))
    with pytest.raises(UserError, match="checksum"):
        fetch("toy", "toy.bin")


def test_full_disk_is_one_error_and_leaves_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch, f"{address}/good")
    resource = pytest.importorskip("resource")  # Windows has no such limit
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:  # no file may grow beyond 10,000 bytes: the same error as a full disk, but for its name
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
        with pytest.raises(UserError, match="make room"):
            fetch("toy", "toy.bin")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left_over(tmp_path) == []


def test_cache_that_cannot_be_made_is_one_error(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(monkeypatch, f"{address}/good")
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GRADATIM_CACHE", str(tmp_path / "file"))
    with pytest.raises(UserError, match="set GRADATIM_CACHE"):
        fetch("toy", "toy.bin")


def test_swapped_files_are_told_apart(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "t10k-labels-idx1-ubyte.gz"
    (tmp_path / "data" / "mnist").mkdir(parents=True)
    swapped = (data_folder / "fashion-mnist" / name).read_bytes()
    (tmp_path / "data" / "mnist" / name).write_bytes(swapped)
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "data"))
    with pytest.raises(UserError, match=f"it is fashion-mnist/{name}"):
        fetch("mnist", name)


def test_every_held_file_has_its_published_checksum(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    checked = 0
    for name, source in SOURCES.items():
        for file in source.files:
            if (data_folder / name / file).is_file():
                assert fetch(name, file) == data_folder / name / file
                checked += 1
    assert checked >= 33


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_archive_with_the_same_files_is_accepted_and_no_other(form: str, tmp_path: Path) -> None:
    def pack(path: Path, members: list[tuple[str, bytes]]) -> Path:
        if form == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in members:
                    archive.writestr(name, content)
        else:
            with tarfile.open(path, "w:gz") as archive:
                for name, content in members:
                    entry = tarfile.TarInfo(name)
                    entry.size = len(content)
                    archive.addfile(entry, io.BytesIO(content))
        return path

    file = PublishedFile("contents:", members=(".txt",))
    one = pack(tmp_path / "one", [("a/x.txt", b"x"), ("a/y.txt", b"y")])
    other = pack(tmp_path / "other", [("b/y.txt", b"y"), ("b/README", b"new"), ("b/x.txt", b"x")])
    wrong = pack(tmp_path / "wrong", [("a/x.txt", b"y"), ("a/y.txt", b"x")])
    assert digest(one, file) == digest(other, file)
    assert digest(one, file) != digest(wrong, file)


def test_wikitext_is_accepted_under_the_name_of_the_original_archive(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "data" / "wikitext-2" / "wikitext-2-v1.zip"
    packed.parent.mkdir(parents=True)
    held = data_folder / "wikitext-2" / "wikitext-2-tokens.zip"
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(packed, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "data"))
    assert fetch("wikitext-2", "wikitext-2-tokens.zip") == packed


def test_wrong_names_get_the_nearest_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="did you mean 'mnist'"):
        fetch("mnits", "x")
    with pytest.raises(UserError, match=r"did you mean 'train\.en\.gz'"):
        fetch("multi30k", "train.eng")
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="GRADATIM_DATA"):
        fetch("mnist", "t10k-labels-idx1-ubyte.gz")
