"""Services that track the parcels of many carriers, each in the format that it speaks."""
