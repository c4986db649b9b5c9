"""Rows as the API tells them: the columns of what the actor may see, without joins to what other lists tell."""
