"""Reads: they shape what pages and commands need, and enforce what an actor may see."""
