"""Bringing in whole lists: a file is taken, its columns said, its rows checked, taken, and taken back. ADR 0046."""
