"""Reading and writing files of bibliographic records. Knows records and files, not the catalogue."""
