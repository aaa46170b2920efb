"""What the bot remembers: quotes, chats and cursors, in SQLite or PostgreSQL."""
