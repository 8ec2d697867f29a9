"""The emission core: legs in, emissions out. No Django, no files of its own, no network."""
