# Comparing, and taking things away.
