"""The REST API: JSON over HTTP for scripts, bots, pages and clients whose WebSocket is blocked."""
