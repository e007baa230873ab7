"""One file a command (or group of commands); each is loaded only when it is called."""
