"""Who is to be invited, the times offered, and the letters about them."""
