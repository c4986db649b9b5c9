"""Pages: views, forms, templates, and what the browser gets with them."""
