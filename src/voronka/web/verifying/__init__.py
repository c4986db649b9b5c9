"""Verifying why a deal was lost."""
