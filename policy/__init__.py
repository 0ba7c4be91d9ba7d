"""The marketplace's return rules: facts as data, and pure functions over them."""
