"""The head's reviews of deals over their limit, and written explanations."""
