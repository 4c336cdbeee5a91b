//! See `loket_fuzz::picture`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::picture(bytes));
