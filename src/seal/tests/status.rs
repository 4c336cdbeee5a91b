//! Status lists against the draft's own examples, and what a list must not do.

use coset::cbor::Value;

use super::super::status::token;
use super::super::*;

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// The draft's own lists: written by others, they read as it says; written by us, they read alike.
#[track_caller]
fn check(map: &str, values: &[u8]) {
    let mut map = &unhex(map)[..];
    let value: Value = coset::cbor::de::from_reader(&mut map).unwrap();
    let list = StatusList::of_value(value).unwrap();
    let read: Vec<u8> = (0..list.places())
        .map(|idx| list.value(idx).unwrap())
        .collect();
    assert_eq!(read, values);
    assert!(StatusList::of_value(list.to_value()).unwrap() == list);
}

#[test]
fn the_published_lists_read_as_they_say() {
    // The bytes b9a3 at one bit, c944f9 at two.
    check(
        "a2646269747301636c73744a78dadbb918000217015d",
        &[1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1],
    );
    check(
        "a2646269747302636c73744b78da3be9f2130003df0207",
        &[1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3],
    );
}

#[test]
fn the_published_token_reads_as_it_says() {
    let bytes = unhex(include_str!("../../../tests/vectors/seal/status.hex").trim());
    let envelope = token(&bytes).unwrap();
    assert!(envelope.is_es256);
    assert_eq!(envelope.kid.as_deref(), Some(&b"12"[..]));
    let token = StatusToken::read(&envelope.payload).unwrap();
    assert_eq!(token.uri, "https://example.com/statuslists/1");
    assert_eq!(token.issued_at, 1_686_920_170);
    assert_eq!(token.expires_at, Some(2_291_720_170));
    assert_eq!(token.ttl_s, Some(43_200));
    assert_eq!(token.list.value(0), Some(1));
    assert_eq!(token.list.value(16), None);
    assert_eq!(
        StatusToken::open(&bytes, &TrustList::default()).err(),
        Some("unknown-kid")
    );
    let again = StatusToken::read(&token.write()).unwrap();
    assert!(again == token);
}

#[test]
fn what_is_put_is_read_and_nothing_beside_it() {
    let mut list = StatusList::new(11);
    assert_eq!(list.places(), 12);
    list.put(5, Status::Superseded);
    list.put(5, Status::Suspended);
    list.put(7, Status::Revoked);
    list.put(99, Status::Revoked);
    let read: Vec<_> = (0..13).map(|idx| list.value(idx)).collect();
    let mut wanted = vec![Some(0); 12];
    (wanted[5], wanted[7]) = (Some(2), Some(1));
    wanted.push(None);
    assert_eq!(read, wanted);
    assert_eq!(list.value(u64::MAX), None);
}

#[test]
fn a_list_that_inflates_without_end_is_refused() {
    let bomb = envelope::deflate(&vec![0; 17 * 1024 * 1024]);
    let value = Value::Map(vec![
        (Value::Text("bits".into()), Value::Integer(2.into())),
        (Value::Text("lst".into()), Value::Bytes(bomb)),
    ]);
    assert_eq!(StatusList::of_value(value).err(), Some("too-large"));
}
