"""The playbook's table of four columns, as it goes out and comes back: as a workbook, as Markdown, as a printed page."""
