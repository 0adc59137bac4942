"""Records in from files and out to files: the import wizard, export, conversion."""
