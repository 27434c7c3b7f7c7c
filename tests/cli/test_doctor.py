"""The diagnosis of an installation."""

import builtins
import shutil

from gradatim.cli import main
from gradatim.cli.doctor import examine


def findings() -> dict:
    return {finding.subject: finding for finding in examine()}


def test_versions_and_devices_are_listed(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    main(["doctor"])
    printed = capsys.readouterr().out
    for subject in ("Python", "torch", "CPU", "disk", "download cache"):
        assert f" {subject} " in printed


def test_a_folder_of_data_that_is_not_there_is_bad(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path / "nowhere"))
    assert findings()["GRADATIM_DATA"].grade == "bad"
    monkeypatch.setenv("GRADATIM_DATA", str(tmp_path))
    assert findings()["GRADATIM_DATA"].grade == "good"
    monkeypatch.delenv("GRADATIM_DATA")
    assert findings()["GRADATIM_DATA"].grade == "note"


def test_a_full_disk_is_bad(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 2**20))
    assert findings()["disk"].grade == "bad"


def test_a_torch_that_does_not_load_is_a_finding(monkeypatch):
    real = builtins.__import__

    def without_torch(name, *rest, **options):
        if name == "torch":
            raise ImportError("libtorch.so: not found")
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without_torch)
    found = [f for f in examine() if f.subject == "torch" and f.grade == "bad"]
    assert [f.text for f in found] == ["does not load: libtorch.so: not found"]
