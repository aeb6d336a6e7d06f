"""A Slack of our own on loopback: real HTTP, real web sockets, as strict as the reference says."""
