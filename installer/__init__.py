"""Gets the program running from a checkout. Standard library only."""
