"""The address of a webhook, apart from the server that listens there: a bot that polls loads none."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Webhook:
    """Where Telegram sends updates: its address *url*, and where they arrive behind the TLS proxy."""

    url: str
    host: str
    port: int
    secret: str = field(repr=False)


def secret_of(token: str) -> str:
    """A secret for a webhook that all who know the *token* agree on, and nobody else: replicas share one address."""
    return hmac.new(token.encode(), b"the secret of a webhook", sha256).hexdigest()
