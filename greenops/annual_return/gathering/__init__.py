"""Everything that a return is made from, read from the database into plain values."""
