"""Round numbers for the scale of a chart that counts things."""

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
