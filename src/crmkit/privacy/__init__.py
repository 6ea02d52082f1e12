"""Who may see what: the journal of what was done with personal data, and masked values for logs."""
