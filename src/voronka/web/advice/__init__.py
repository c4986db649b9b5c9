"""Advice on the balance of a pipeline."""
