"""A large, repeatable workspace for measuring: made by SQL in the database, a million deals in minutes.

Nothing is random: every figure of a deal follows from its number by arithmetic, so the same size
gives the same rows on both databases. `voronka invariants` holds for the result.
"""
