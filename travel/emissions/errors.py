"""What can go wrong when flights are estimated. A leg that cannot be computed is a problem, not an error."""


class EmissionError(Exception):
    """Base of the errors of this package; the text is a sentence for the person who called."""


class UnknownMethodError(EmissionError):
    """There is no method of that code."""


class LegsRefusedError(EmissionError):
    """The legs as a whole cannot be read: a column is missing, or there is nothing to tell the distance."""
