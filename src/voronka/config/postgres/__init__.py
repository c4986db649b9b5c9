"""Django's connection to PostgreSQL, which asks less often whether it is alive."""
