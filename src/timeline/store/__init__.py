"""The store: the only room that knows SQL. Reads in `read`, writes in `write`, the past in `history`."""
