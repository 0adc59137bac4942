"""Evaluation."""
from __future__ import annotations


class EvaluationService:
    def __init__(self, application: object) -> None:
        self._application = application
