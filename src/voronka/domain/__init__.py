"""The rules of the product in pure Python: no Django, no I/O, no clock."""
