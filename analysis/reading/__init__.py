"""The reading page: lines with the quotes over them."""
