"""An id changed everywhere it is used."""
