"""Qt models over domain types. They hold what the views show and never ask the engine themselves."""
