"""The return store: customers, orders, returns and their events, and who has proven which customer they are."""
