"""Everything that is published, written into a folder for a generator that loads no plugin of ours."""
