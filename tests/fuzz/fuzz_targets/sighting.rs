//! See `loket_fuzz::sighting`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::sighting(bytes));
