"""The product: simulation, durable turns, feedback. Knows no platform."""
