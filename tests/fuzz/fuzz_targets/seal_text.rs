//! See `loket_fuzz::seal_text`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::seal_text(bytes));
