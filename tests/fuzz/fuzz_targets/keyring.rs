//! See `loket_fuzz::keyring`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| loket_fuzz::keyring(bytes));
