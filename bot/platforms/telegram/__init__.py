"""Telegram, through python-telegram-bot's Bot over an aiohttp request."""
