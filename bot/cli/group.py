"""The command line's table of contents."""

from bot.cli.lazy import LazyGroup

TABLE = {
    "play": ("bot.cli.play", "Open a whole demo class in the browser; no key, no account."),
    "run": ("bot.cli.run", "Serve Slack and Discord until the process is told to stop."),
}
ABOUT = "Students practise interviews with simulated clients in Slack, Discord or a browser."
main = LazyGroup(TABLE, ABOUT)
