"""The simulated client: signals, Director, guard, demo client. Pure; standard library only."""
