"""What a build costs, beside the same words written by hand: see content/performance.md."""
