"""Vector indexes: nearest neighbours by cosine, exact or approximate. Their files are caches of the catalogue."""
