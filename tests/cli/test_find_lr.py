"""`gradatim find-lr`: a plot, which takes no other file's place."""

from PIL import Image

from gradatim.cli import main
from gradatim.insight.drawn_file import is_drawn


def test_the_plot_is_drawn_and_no_image_of_others_is_lost(tmp_path, capsys, fails):
    words = ["find-lr", "digits-mlp", "--device", "cpu", "--out"]
    plot, photograph = tmp_path / "new" / "plot.png", tmp_path / "photograph.png"
    for _ in range(2):  # over its own plot it may write
        main([*words, str(plot)])
    assert "falls fastest at a learning rate of" in capsys.readouterr().out
    assert is_drawn(plot)
    Image.new("RGB", (4, 4)).save(photograph)
    before = photograph.read_bytes()
    assert "did not write" in fails(*words, str(photograph))
    assert photograph.read_bytes() == before
    assert "ends in .png" in fails(*words, str(tmp_path / "plot.txt"))
