"""One module a released schema, applied in order."""
