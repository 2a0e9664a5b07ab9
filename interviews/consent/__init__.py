"""What people are told, asked and agree to, and their own page."""
