"""Problem deals."""
