"""Languages that a client may speak, by their ISO 639 codes: more than the product does."""

SPOKEN = (
    "en", "ru", "uk", "id",
    "ar", "az", "be", "bg", "bn", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy",
    "it", "ja", "jv", "ka", "kk", "ko", "ky", "lt", "lv", "mn", "ms", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sr",
    "su", "sv", "ta", "tg", "th", "tk", "tr", "ur", "uz", "vi", "zh",
)  # fmt: skip
"""Those of the product first."""
