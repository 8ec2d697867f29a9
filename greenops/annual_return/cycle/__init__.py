"""The yearly cycle of a return: states and signatures, freezing, proving, restating, what UNEP asks."""
