"""MkDocs, and what is like it."""
