"""Draws the covers of the demo library from open fonts; run `python -m installer.demo.draw`."""
