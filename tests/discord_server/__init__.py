"""A Discord of our own on loopback: REST and gateway over real sockets, strict where it hurts."""
