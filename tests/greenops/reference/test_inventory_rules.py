"""The rules of the inventory: all there, and each says where it comes from."""

from greenops.reference.activity import catalogue
from greenops.reference.inventory_rules import rules


def test_all_rules_are_there_in_their_order():
    assert list(rules()) == [f"R{number:02d}" for number in range(1, 34)]


def test_a_rule_that_we_set_says_so():
    ours = {rule.code for rule in rules().values() if rule.source.startswith("Ours")}

    assert ours == {"R09", "R11", "R24"}
    assert {rules()[code].certainty for code in ours} == {"D"}


def test_every_stream_has_a_canonical_unit_for_each_of_its_details():
    for stream in catalogue().streams.values():
        for detail in stream.details or ("",):
            assert stream.unit_of(detail), f"{stream.code} {detail}"
