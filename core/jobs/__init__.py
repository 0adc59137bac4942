"""Long work: queued in lanes, with progress, cancel and resume. Knows nothing of Qt."""
