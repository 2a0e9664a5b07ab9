"""Words taken out of a study wherever they stand."""
