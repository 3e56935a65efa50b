"""Keeping the site: one file that holds all of it, made while it runs, and the way back.

The file is a gzipped tar: ``manifest.json``, ``keys`` (the secret keys, without which everybody is
somebody else) and the database, ``database.sqlite3`` or ``database.sql``. In here: the file
(``archive``) and the two databases (``sqlite``, ``postgres``). Not in here: commands.
"""
