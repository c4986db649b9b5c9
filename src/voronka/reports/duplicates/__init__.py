"""Who is twice in a base: splink on duckdb. Importing it costs half a second: only the audit and the bench do."""
