"""Trees in the forms in which people have them, read into the form of a source."""
