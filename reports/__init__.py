"""Reports from frozen snapshots alone: Word, Excel, pictures. No live query belongs here."""
