"""Noting objections with one tap, answering them, and the cards of answers."""
