//! See `loket_fuzz::log`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::log(bytes));
