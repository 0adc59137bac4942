"""Help for a record being catalogued: records to copy, classes and call numbers."""
