"""What the end-to-end tests stand on: networks, engines, Berths and clients of their own."""
