"""What can be wrong with a tree, as data and as text."""
