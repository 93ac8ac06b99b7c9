"""How diagnostics look: to people, and to programs."""
