"""Where telephone numbers are at home: tables of facts, and how to read them.

`russian_mobiles.txt` and `russian_landlines.txt` are made by `scripts/number_plan.py` (it tells how to renew them);
`places.txt` and `other_landlines.txt` are written by hand.
"""
