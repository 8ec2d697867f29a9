import re
from pathlib import Path


def test_each_of_the_forty_traps_has_a_test_named_after_it() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_traps_of_*.py"))
    assert {int(number) for number in re.findall(r"def test_trap_(\d\d)_\w+", tests)} == set(range(1, 41))
