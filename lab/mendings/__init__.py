"""Takes each mending of an attack out and runs its test, which has to fail without it."""
