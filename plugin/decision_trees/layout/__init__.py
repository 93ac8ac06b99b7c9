"""Where things are published, and what host-independent HTML they are framed by."""
