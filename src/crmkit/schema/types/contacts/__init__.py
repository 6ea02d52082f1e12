"""E-mail domains, phone numbering and web addresses: what their types know."""
