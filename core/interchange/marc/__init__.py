"""MARC records in their containers (ISO 2709, MARCXML, MARC-in-JSON) and encodings; what the fields mean is elsewhere."""
