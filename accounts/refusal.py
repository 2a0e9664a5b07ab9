class Refused(Exception):
    """The domain says no, for a reason a person can read. The message is shown as it is."""
