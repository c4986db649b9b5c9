"""Figures over many deals: how the method is worked, for those who look after it. Reads only, as the reader may see."""
