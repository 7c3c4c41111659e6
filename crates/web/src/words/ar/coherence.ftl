# Conflicts between levels, neighbours and sectors.
