"""The one HTTP server: health, metrics, Slack over HTTP."""
