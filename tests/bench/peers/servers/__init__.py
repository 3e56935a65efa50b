"""The rooms of others: what their documentation advises, and no more than the load needs."""
