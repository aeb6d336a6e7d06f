"""Everything that talks to people or to the operator: platforms, settings, command line."""
