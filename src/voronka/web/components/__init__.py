"""Shared fragments and macros, templates `components/...`."""
