//! register.
