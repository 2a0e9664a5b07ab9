"""The theme board: its columns and cards, the tray, and what moves on it."""
