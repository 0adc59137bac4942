"""Frozen dataclasses that cross every border. Standard library only."""
