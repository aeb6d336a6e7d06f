"""The model gateway: providers, retry, breaker, budget, prices."""
