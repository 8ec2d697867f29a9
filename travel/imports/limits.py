"""How large a file of bookings may be. The values are settings of the installation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds that are checked before, and while, a file is opened."""

    file_bytes: int = 256 * 1024 * 1024
    rows: int = 2_000_000
    columns: int = 512
    line_characters: int = 1_000_000
    # 100,000 rows of 18 cells are about 70 MB of sheet XML.
    unpacked_bytes: int = 512 * 1024 * 1024
    unpacked_ratio: int = 400
    parts: int = 150
    sheets: int = 60
    reader_memory_bytes: int = 1024 * 1024 * 1024
    reader_seconds: int = 120
