import numpy as np
import pytest
import torch

from gradatim.data.adult import NUMBERS, WORDS, Encoding, Table, load_adult
from gradatim.errors import UserError


@pytest.fixture
def adult(data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    return load_adult("train"), load_adult("test")


def _people() -> Table:
    columns = {name: np.array([1.0, 2.0, 3.0, 6.0]) for name in NUMBERS}
    columns |= {name: np.array(["a", "b", "a", "b"]) for name in WORDS}
    return Table(columns, np.array([0, 1, 0, 1]))


def test_the_published_counts(adult):
    train, test = adult
    assert (len(train), len(test)) == (32_561, 16_281)
    assert (train.labels.sum(), test.labels.sum()) == (7_841, 3_846)
    assert (train.columns["sex"] == "Male").sum() == 21_790
    assert (test.columns["sex"] == "Female").sum() == 5_421


def test_missing_values_are_a_category_of_their_own(adult):
    for table, published in zip(adult, (2_399, 1_221), strict=True):
        missing = np.zeros(len(table), bool)
        for name in WORDS:
            missing |= table.columns[name] == "missing"
            assert "?" not in table.columns[name]
        assert missing.sum() == published


def test_train_and_test_are_encoded_alike(adult):
    train, test = adult
    encoding = Encoding.learn(train)
    x, y = encoding.encode(train), encoding.encode(test)
    assert x.shape == (32_561, len(encoding.names))
    assert y.shape == (16_281, len(encoding.names))
    n = len(encoding.centre)
    torch.testing.assert_close(x[:, :n].mean(0), torch.zeros(n), atol=1e-4, rtol=0)
    assert (x[:, n:].sum(1) == len(WORDS)).all()  # one value of each column of words
    assert "sex = Female" in encoding.names


def test_a_value_that_training_never_saw_is_all_zeros():
    people = _people()
    encoding = Encoding.learn(people)
    other = Table(people.columns | {"sex": np.array(["new"] * 4)}, people.labels)
    changed = [i for i, name in enumerate(encoding.names) if name.startswith("sex =")]
    assert encoding.encode(other)[:, changed].abs().sum() == 0


def test_a_column_can_be_left_out():
    encoding = Encoding.learn(_people(), without=("sex", "age"))
    assert not any(name.startswith(("sex", "age")) for name in encoding.names)
    with pytest.raises(UserError, match="did you mean 'sex'"):
        Encoding.learn(_people(), without=("sez",))


def test_people_are_grouped_by_words_or_by_age():
    people = _people()
    assert set(people.groups("race")) == {"a", "b"}
    assert set(people.groups("age")) == {"under 40"}
    with pytest.raises(UserError, match="cannot be grouped by 'capital-gain'"):
        people.groups("capital-gain")
