"""Questions about trees: their graphs, their references to each other, what their scenarios cover."""
