"""What a server holds between requests, each bounded; `State` owns them."""
