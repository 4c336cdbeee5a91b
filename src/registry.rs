//! SQLite: drafts, permits, portraits, cards, seals, search; one write path; no rules, no files but its own.
