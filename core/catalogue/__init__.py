"""The stored truth of a library: schema, transactions, undo journal, full text and vectors in one SQLite file."""
