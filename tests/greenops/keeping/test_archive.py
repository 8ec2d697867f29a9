"""Parts of an archive: what they may be called, and their digests."""

import io
import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenops.keeping.archive import Writer
from greenops.keeping.manifest import check_part_name


@pytest.mark.parametrize(
    "name",
    ["files", "files/", "/files/x", "files//x", "files/../x", "files/./x", "files\\x", "other/x", "files/a\0b", ""],
)
def test_a_name_that_leads_elsewhere_is_no_name_of_a_part(name):
    with pytest.raises(ValueError, match="no name of a part"):
        check_part_name(name)


@given(
    st.lists(
        st.sampled_from(["files", "keys", "database", "..", ".", "", "/", "\\", "~", "é", "a b", "\0"]), min_size=1
    )
)
def test_whatever_is_a_name_of_a_part_stays_below_the_folder_of_its_kind(pieces):
    name = "/".join(pieces)
    try:
        check_part_name(name)
    except ValueError:
        return

    inside = PurePosixPath(os.path.normpath(f"/archive/{name}"))
    assert inside.is_relative_to(f"/archive/{pieces[0]}") and inside != PurePosixPath(f"/archive/{pieces[0]}")


def test_the_digest_of_a_part_is_taken_while_it_is_written(tmp_path):
    writer = Writer(tmp_path / "a.zip")
    part = writer.add("files/zeros", io.BytesIO(b"\0" * 3_000_000))
    writer.close()

    # 3,000,000 zero bytes: sha256 by `head -c 3000000 /dev/zero | sha256sum`
    assert (part.size, part.sha256) == (3_000_000, "35bce4eae54ec8e6cc2868baa8d157914d6ae2858811b4cc0c078c94460fa26f")
