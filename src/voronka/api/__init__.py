"""REST v1: the product's queries and commands for programs. One module per kind of object; see docs/api.md."""
