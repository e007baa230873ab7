"""What goes wrong around the sender: servers, disks, databases, clocks, and the sender's own end."""
