"""MARC records in their containers (ISO 2709, MARCXML, MARC-in-JSON) and in their encodings."""
