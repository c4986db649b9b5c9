"""What two records of one person, or of one organisation, have in common however they were written. Pure."""
