"""A walk through trees at the keyboard."""
