//! What is told when a module is none, or no token is there; a real token is in `tests/it/token.rs`.

use super::{Error, Place, Token};
use std::path::PathBuf;

fn place(module: &str) -> Place {
    Place {
        module: PathBuf::from(module),
        label: String::from("Loket"),
        pin: String::from("rahasia-9137").into(),
    }
}

#[test]
fn a_file_that_is_no_module_is_told() {
    for module in ["/nowhere/at-all.so", "Cargo.toml"] {
        let token = Token::at(place(module));
        assert!(matches!(token.check(), Err(Error::Module(_))), "{module}");
        assert!(
            matches!(token.generate("x"), Err(Error::Module(_))),
            "{module}"
        );
        assert!(
            matches!(Token::labels(module.as_ref()), Err(Error::Module(_))),
            "{module}"
        );
    }
}

#[test]
fn the_pin_is_not_shown() {
    assert!(!format!("{:?}", place("m")).contains("9137"));
}
