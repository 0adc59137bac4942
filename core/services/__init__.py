"""Use cases: the whole vocabulary of the window and the command line."""
