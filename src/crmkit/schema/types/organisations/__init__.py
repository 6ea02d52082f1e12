"""Names of organisations and their legal forms."""
