"""People the workspace knows, by name: bringing in, merging, and telling them apart."""
