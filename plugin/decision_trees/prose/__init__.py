"""An author's Markdown: escaped, its links resolved, rendered."""
