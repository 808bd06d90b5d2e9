"""The rules: pure functions and frozen values. No clock, disk, network or randomness; `now` comes in as a parameter."""
