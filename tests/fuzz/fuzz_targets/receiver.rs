//! See `loket_fuzz::receiver`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::receiver(bytes));
