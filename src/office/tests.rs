//! Tests of the office's tables and arithmetic.
