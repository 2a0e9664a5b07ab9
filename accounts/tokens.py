"""Links that open something without a password: long, random, and stored only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Tokens are random, so one fast hash is enough: there is nothing to guess from a dictionary."""
    return hashlib.sha256(token.encode()).hexdigest()
