"""python -m bot = ktd."""

from bot.cli import main

main()
