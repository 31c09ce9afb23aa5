"""A small Telegram on one's own machine: a strict Bot API server, the people who chat with the bot, and a page to be one of them."""
