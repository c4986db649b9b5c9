"""Files of other programs read as rows, and their cells as what a client consists of. Pure: nothing here knows the base."""
