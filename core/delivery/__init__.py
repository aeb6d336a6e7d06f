"""The durable turn: inbox, lanes, outbox, jobs, worker. Knows no platform and no noun."""
