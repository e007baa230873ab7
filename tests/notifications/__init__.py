"""Tests of the ladder, the outbox, the digests and the mails."""
