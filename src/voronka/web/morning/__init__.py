"""The head's morning."""
