"""A sales department's method as a file: what it holds, how it is read and written, and what is wrong with it."""
