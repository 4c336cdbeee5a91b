//! See `loket_fuzz::zone`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::zone(bytes));
