"""Tools of this repository, run with `python -m scripts.<name>`; no part of the installed product."""
