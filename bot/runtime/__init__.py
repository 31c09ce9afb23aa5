"""What runs: events become turns (engine), the outbox empties (relay), due things happen (clock), files arrive (fetching)."""
