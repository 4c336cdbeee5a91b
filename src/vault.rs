//! The office's one random key, and the slots that hold it: an officer's password or the recovery sheet opens one.
