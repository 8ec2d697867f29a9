"""The reader of small files is a fixture of every test here."""

from tests.travel.imports.booking_file import read

__all__ = ["read"]
