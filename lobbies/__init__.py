"""Where people meet: everything that touches players, sockets and the database."""
