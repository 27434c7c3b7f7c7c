"""A teacher's lesson: pages in an order of her own, with controls set, fixed or hidden."""
