"""The command line's table of contents."""

from bot.cli.lazy import LazyGroup

TABLE = {
    "play": ("bot.cli.play", "Open a whole demo class in the browser; no key, no account."),
    "init": ("bot.cli.init", "Make the app and write .env in a few questions."),
    "doctor": ("bot.cli.doctor", "Tell what is missing and how to mend it."),
    "manifest": ("bot.cli.manifest", "Print what a platform's admin pastes to make the app."),
    "cost": ("bot.cli.cost", "Show what the model calls have cost."),
    "purge": ("bot.cli.purge", "Delete the words of old interviews."),
    "discord-sync": ("bot.cli.discord_sync", "Register the commands with Discord."),
    "db": ("bot.cli.db", "Bring the database up to date, or check it."),
    "export": ("bot.cli.export", "Write one interview to a file, whole."),
    "import": ("bot.cli.restore", "Put an interview back from such a file."),
    "backup": ("bot.cli.backup", "Copy the database while it is used."),
    "run": ("bot.cli.run", "Serve Slack and Discord until the process is told to stop."),
}
ABOUT = "Students practise interviews with simulated clients in Slack, Discord or a browser."
main = LazyGroup(TABLE, ABOUT)
