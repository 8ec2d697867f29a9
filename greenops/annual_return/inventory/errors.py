"""What can be wrong with an inventory: each error is one sentence with its remedy."""


class InventoryError(ValueError):
    """Activity data or a method that cannot be computed; the message names the place, the value and the remedy."""


class FactorMissing(InventoryError):
    """No factor for an activity. It then has no emissions at all, never zero."""


class ShareInvalid(InventoryError):
    """A share that is none: its whole is 0, or it is more than the whole."""


class MethodInvalid(InventoryError):
    """A method with a value that does not exist."""


class GapInvalid(InventoryError):
    """A gap that cannot be filled from what is given."""
