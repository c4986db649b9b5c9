"""What the pages of people and companies have in common: lists, inline fields, owners, duplicates, history."""
