"""Words of sources that the older YAML takes for truth values."""

from pathlib import Path

from greenops.reference.yaml_file import parse_yaml, read_yaml


def test_yes_no_on_and_off_are_words_and_true_and_false_are_not(tmp_path: Path) -> None:
    text = "words: [yes, No, on, OFF, y]\nNO: Norway\nagreed: true\nasked: False\nnumber: 3\n"
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    wanted = {"words": ["yes", "No", "on", "OFF", "y"], "NO": "Norway", "agreed": True, "asked": False, "number": 3}
    assert parse_yaml(text) == read_yaml(path) == wanted
