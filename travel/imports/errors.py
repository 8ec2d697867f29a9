"""Why a whole file, or a source profile, cannot be used."""


class ImportProblem(Exception):
    """Base of what the reading of bookings raises; its text is a sentence for the officer."""


class FileRefused(ImportProblem):
    """Nothing of the file is usable: the sentence names the file, the reason and the remedy."""


class ProfileInvalid(ImportProblem):
    """A source profile or mapping contradicts its schema (docs/import.md)."""
