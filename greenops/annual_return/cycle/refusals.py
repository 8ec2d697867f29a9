"""Why an act on a return is refused."""

from collections.abc import Iterable


class ReturnRefused(ValueError):
    """An act that the return's state, its figures or the rule of four eyes refuses.

    The message is a sentence for people; details are further sentences, such as the lines that moved.
    """

    def __init__(self, sentence: str, details: Iterable[str] = ()) -> None:
        super().__init__(sentence)
        self.details = tuple(details)
