from pathlib import Path

import pytest
import yaml

from greenops.reference.schema import SOURCE_KEYS, ReferenceDataError, read_source


def written(root: Path, **changes: object) -> Path:
    folder = root / "made_up" / "2025"
    folder.mkdir(parents=True)
    column = {"type": "text"}
    files = {"a.csv": {"sha256": "0", "rows": 1, "columns": {"code": column}}}
    content: dict[str, object] = dict.fromkeys(SOURCE_KEYS, "said") | {"edition": "2025", "files": files}
    (folder / "SOURCE.yaml").write_text(yaml.safe_dump(content | changes))
    return folder


@pytest.mark.parametrize("key", [key for key in SOURCE_KEYS if key != "files"])
def test_provenance_that_is_missing_is_named(tmp_path: Path, key: str) -> None:
    with pytest.raises(ReferenceDataError, match=f"made_up/2025/SOURCE.yaml: {key} is missing"):
        read_source(written(tmp_path, **{key: None}))


def test_the_folder_bears_the_name_of_the_edition(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="'2024' is not the folder's name, 2025"):
        read_source(written(tmp_path, edition="2024"))


def test_an_unknown_type_of_a_column_is_named(tmp_path: Path) -> None:
    files = {"a.csv": {"sha256": "0", "rows": 1, "columns": {"code": {"type": "money"}}}}
    with pytest.raises(ReferenceDataError, match=r"a.csv, code: type 'money' is not one of text, number"):
        read_source(written(tmp_path, files=files))


def test_an_unknown_key_of_a_column_is_named(tmp_path: Path) -> None:
    files = {"a.csv": {"sha256": "0", "rows": 1, "columns": {"code": {"maximum": 1}}}}
    with pytest.raises(ReferenceDataError, match="a.csv, code: unknown key maximum"):
        read_source(written(tmp_path, files=files))


def test_a_key_names_columns_that_exist(tmp_path: Path) -> None:
    files = {"a.csv": {"sha256": "0", "rows": 1, "columns": {"code": {}}, "key": ["iata"]}}
    with pytest.raises(ReferenceDataError, match="a.csv, key: no column named iata"):
        read_source(written(tmp_path, files=files))


def test_a_folder_without_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="Every edition needs one"):
        read_source(tmp_path)


def test_text_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "SOURCE.yaml").write_text("title: [")
    with pytest.raises(ReferenceDataError, match="not readable as YAML"):
        read_source(tmp_path)
