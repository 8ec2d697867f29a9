"""How large a file of bookings may be. The values are settings of the installation."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Limits:
    """Bounds that are checked before, and while, a file is opened. Each is a setting, GREENOPS_IMPORT_ and its name."""

    file_bytes: int = 256 * 1024 * 1024
    rows: int = 2_000_000
    columns: int = 512
    # Rows times columns: what a table takes in memory once it is one, also where most rows are short.
    cells: int = 100_000_000
    line_characters: int = 1_000_000
    # Four times what a spreadsheet takes in one cell.
    cell_characters: int = 131_072
    # 100,000 rows of 18 cells are about 70 MB of sheet XML.
    unpacked_bytes: int = 512 * 1024 * 1024
    unpacked_ratio: int = 400
    parts: int = 150
    sheets: int = 60
    reader_memory_bytes: int = 1024 * 1024 * 1024
    reader_seconds: int = 120

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 1:
                raise ValueError(f"GREENOPS_IMPORT_{field.name.upper()} must be at least 1.")
