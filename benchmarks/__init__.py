"""What crmkit costs and how well it does, measured beside its peers."""
