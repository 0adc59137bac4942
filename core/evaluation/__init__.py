"""Measuring retrieval: collections with judgements, systems side by side, standard measures, TREC files, reports."""
