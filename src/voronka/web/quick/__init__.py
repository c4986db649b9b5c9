"""Quick entry on a phone: a name or a number is enough, a card or a signature fills the rest."""
