//! Pages drawn from sample data.
