"""The demo workspace: an invented equipment company, made through the commands as its people would."""
