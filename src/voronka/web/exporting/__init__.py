"""Export of lists: the dialog, and the file in one of four forms."""
