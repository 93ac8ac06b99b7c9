"""From files to a checked library."""
