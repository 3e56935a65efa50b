"""Tests in a real browser. They run in a process of their own."""
