"""What consumes or leaks at the sites: meters, cooling equipment with its refrigerant, vehicles."""
