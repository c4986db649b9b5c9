"""What must be true of a real database, checked by recounting: `voronka invariants`."""
