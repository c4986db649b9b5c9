"""What each kind of event tells, out of its payload. Sentences are made of it by the web layer."""
