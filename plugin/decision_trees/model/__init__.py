"""A decision tree as immutable values, and how its ids and places are written."""
