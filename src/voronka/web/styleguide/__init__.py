"""All components in all their states on one page, for people who build pages and for the browser tests."""
