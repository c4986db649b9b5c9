"""Voronka: a self-hosted sales CRM that shows what to do next on every deal."""

__version__ = "0.1.0"
