"""Run the command: `python -m decision_trees`."""

import sys

from decision_trees.cli.main import main

# Processes that read trees side by side import this file, too.
if __name__ == "__main__":
    sys.exit(main())
