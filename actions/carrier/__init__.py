"""What carriers know about a parcel."""
