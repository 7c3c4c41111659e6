# The brief.
