"""The window and the command line. Thin: everything that knows about books is in core."""
