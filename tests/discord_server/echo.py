"""The yardstick: a bare discord.py bot that answers each message; its own process."""

import logging
import os

import discord
import uvloop
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


class Echo(discord.Client):
    """Nothing but the library."""

    async def on_ready(self) -> None:
        print("ready", flush=True)

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await message.channel.send(message.content)


async def main() -> None:
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["DISCORD_GATEWAY_URL"])
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.message_content = True
    async with Echo(intents=intents, guild_ready_timeout=0.1) as client:
        await client.start(os.environ["DISCORD_BOT_TOKEN"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    uvloop.run(main())
