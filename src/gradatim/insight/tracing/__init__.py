"""Step through a model: what every line of it computes, forwards and backwards."""
