"""The attacker: what can be worked out from all that a report publishes. Knows nothing of protection."""
