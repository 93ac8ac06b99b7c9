"""Run the command: `python -m decision_trees`."""

import sys

from decision_trees.cli.main import main

sys.exit(main())
