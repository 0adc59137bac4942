"""Candidates per channel, fusion, rerank, cover identification. Speaks to encoders and OCR through protocols only."""
