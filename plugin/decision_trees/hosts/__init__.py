"""What publishes our pages: each host in a module or package of its own."""
