"""Many clients: how they fared, counted, compared and told with what is missing."""
