"""Schema changes, each written down literally so that it never changes meaning later."""
