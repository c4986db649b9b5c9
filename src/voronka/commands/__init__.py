"""Writes: the only code that changes the database. One command, one transaction, one actor.

Arguments are by keyword, `by` (who) and `at` (when) first. Refusals are `domain.errors.Refused`.
"""
