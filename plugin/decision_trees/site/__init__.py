"""A checked library to pages and data files. Nothing here knows a host."""
