"""Words become quotes under themes, and stay quotes when their line changes."""
