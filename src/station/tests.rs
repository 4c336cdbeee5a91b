//! The station through its door: an office folder, its drafts, cards and verdicts.
