"""Who may be in the base twice: the search, and the pairs that wait for somebody to decide."""
