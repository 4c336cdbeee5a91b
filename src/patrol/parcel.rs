//! What is closed for one reader: `age` files, opened by a passphrase or by the office's key; streams in, streams out.

use super::Error;
use age::secrecy::{ExposeSecret as _, SecretString};
use std::io::{Read, Write};
use std::str::FromStr as _;

/// What opening a file by passphrase may cost at most: 2^18 rounds, 256 MiB and about a second.
const MOST_WORK: u8 = 18;

/// A passphrase in memory: wiped when dropped, never shown.
#[derive(Clone)]
pub struct Passphrase {
    secret: SecretString,
}

impl Passphrase {
    /// Takes over what was typed.
    pub fn new(text: String) -> Self {
        Self {
            secret: SecretString::from(text),
        }
    }
}

/// The key that opens the logs that travel home. No `Debug`; wiped when dropped.
pub struct Identity {
    key: age::x25519::Identity,
}

impl Identity {
    /// A new one, random.
    pub fn generate() -> Self {
        Self {
            key: age::x25519::Identity::generate(),
        }
    }

    /// Its text, to be kept sealed.
    pub fn reveal(&self) -> SecretText {
        SecretText {
            secret: self.key.to_string(),
        }
    }

    /// Reads that text; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let key = age::x25519::Identity::from_str(text).ok()?;
        Some(Self { key })
    }

    /// Its public half, `age1…`: whoever has it can close a log for the office, and open none.
    pub fn recipient(&self) -> String {
        self.key.to_public().to_string()
    }
}

/// A secret's text: wiped when dropped.
pub struct SecretText {
    secret: SecretString,
}

impl SecretText {
    /// The text.
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

/// Longest beginning of a file of ours: one reader, one line of padding, a sum.
const HEADER_BYTES: usize = 4 * 1024;

/// What a file holds, as it is opened.
pub(crate) type Opened<R> = age::stream::StreamReader<Headed<R>>;
/// A stream whose beginning has been looked at.
pub(crate) type Headed<R> = std::io::Chain<std::io::Cursor<Vec<u8>>, R>;

/// Refuses what does not begin as such a file does, or goes on beginning: the library reads a header however long it is.
fn headed<R: Read>(mut input: R) -> Result<Headed<R>, Error> {
    let mut begin = Vec::with_capacity(HEADER_BYTES);
    let limit = u64::try_from(HEADER_BYTES).unwrap_or(0);
    input.by_ref().take(limit).read_to_end(&mut begin)?;
    let ends = begin.windows(5).any(|mark| mark == b"\n--- ");
    if !begin.starts_with(b"age-encryption.org/v1\n") || !ends {
        return Err(Error::Kind);
    }
    Ok(std::io::Cursor::new(begin).chain(input))
}

/// Closes for whoever knows the passphrase. `work` is the power of two of rounds.
pub(crate) fn close_by_passphrase<W: Write>(
    out: W,
    passphrase: &Passphrase,
    work: u8,
) -> Result<age::stream::StreamWriter<W>, Error> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.secret.clone());
    recipient.set_work_factor(work.clamp(1, MOST_WORK));
    close(out, &recipient)
}

/// Closes for the office alone.
pub(crate) fn close_for<W: Write>(
    out: W,
    recipient: &str,
) -> Result<age::stream::StreamWriter<W>, Error> {
    let recipient = age::x25519::Recipient::from_str(recipient);
    close(out, &recipient.map_err(|_why| Error::Recipient)?)
}

fn close<W: Write>(
    out: W,
    recipient: &dyn age::Recipient,
) -> Result<age::stream::StreamWriter<W>, Error> {
    let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient));
    let encryptor = encryptor.map_err(|_none| Error::Recipient)?;
    Ok(encryptor.wrap_output(out)?)
}

pub(crate) fn open_by_passphrase<R: Read>(
    input: R,
    passphrase: &Passphrase,
) -> Result<Opened<R>, Error> {
    // Making the identity costs a measurement of this machine, which only a file that may be ours is worth.
    let input = headed(input)?;
    let mut identity = age::scrypt::Identity::new(passphrase.secret.clone());
    identity.set_max_work_factor(MOST_WORK);
    open(input, &identity)
}

pub(crate) fn open_by_identity<R: Read>(input: R, identity: &Identity) -> Result<Opened<R>, Error> {
    open(headed(input)?, &identity.key)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what else the library may say is a file that does not open"
)]
fn open<R: Read>(input: Headed<R>, identity: &dyn age::Identity) -> Result<Opened<R>, Error> {
    use age::DecryptError as Why;
    let opened =
        age::Decryptor::new(input).and_then(|closed| closed.decrypt(std::iter::once(identity)));
    opened.map_err(|why| match why {
        Why::NoMatchingKeys | Why::KeyDecryptionFailed | Why::DecryptionFailed => Error::Key,
        Why::ExcessiveWork { .. } => Error::Cost,
        Why::InvalidMac => Error::Altered,
        Why::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => Error::Kind,
        Why::Io(error) => error.into(),
        _ => Error::Kind,
    })
}

/// Whether files can be closed for that text's key.
pub(crate) fn is_recipient(text: &str) -> bool {
    age::x25519::Recipient::from_str(text).is_ok()
}

/// Whether a file that begins so was closed by a passphrase.
pub(crate) fn is_by_passphrase(begin: &[u8]) -> bool {
    begin.starts_with(b"age-encryption.org/v1\n-> scrypt ")
}
