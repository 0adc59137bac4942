"""The command line: one module per group of commands, all of them thin callers of core's services."""
