"""The ledger of sanctions; nothing of it shows while they are off."""
