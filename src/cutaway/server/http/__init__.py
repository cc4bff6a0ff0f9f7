"""HTTP as this server speaks it: who is let in, limits, failures, and how answers are written."""
