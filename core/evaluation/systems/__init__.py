"""The systems that are measured side by side, one a module, all behind `ranking.System`."""
