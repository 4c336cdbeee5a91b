//! Certificates of the office root and its signers (X.509, RFC 5280), and their keys as a JWKS (RFC 7517).

use std::time::Duration;

use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use p256::ecdsa::signature::{Keypair, Verifier as _};
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};
use x509_cert::TbsCertificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::der::asn1::{Any, BitString, GeneralizedTime, Utf8StringRef};
use x509_cert::der::oid::db::rfc4519::COMMON_NAME;
use x509_cert::der::oid::db::rfc5912::ECDSA_WITH_SHA_256;
use x509_cert::der::pem::LineEnding;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _, EncodePem as _};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, PrivateKeyUsagePeriod,
    SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{
    self, AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, SubjectPublicKeyInfo,
    SubjectPublicKeyInfoRef,
};
use x509_cert::time::{Time, Validity};

use super::{Certificate, Error, Kid, Sign, Signer, TrustList, key};

/// A signer key signs for a quarter; the office has at most five a year.
const USE_MONTHS: i32 = 3;
/// Western Indonesian time, in whose days a period of use is counted.
const WIB_HOURS: i8 = 7;

pub(super) fn root(
    key: &dyn Sign,
    name: &str,
    from: i64,
    until: i64,
) -> Result<Certificate, Error> {
    let subject = named(name)?;
    let profile = Profile {
        issuer: subject.clone(),
        subject,
        used: None,
    };
    issue(key, &key::public(key)?, profile, from, until)
}

/// `issuer` is the root's key and certificate.
pub(super) fn signer(
    issuer: (&dyn Sign, &Certificate),
    public: &VerifyingKey,
    name: &str,
    use_from: i64,
    not_after: i64,
) -> Result<Certificate, Error> {
    let (root_key, root) = issuer;
    if public_key(&decode(&root.der)?).as_ref() != Some(&key::public(root_key)?) {
        return Err(Error::Key("root key does not belong to root certificate"));
    }
    let use_until = end_of_use(use_from)?;
    if not_after < use_until {
        return Err(Error::Key("certificate ends before its period of use"));
    }
    let profile = Profile {
        issuer: decode(&root.der)?.tbs_certificate().subject().clone(),
        subject: named(name)?,
        used: Some(PrivateKeyUsagePeriod {
            not_before: Some(moment(use_from)?),
            not_after: Some(moment(use_until)?),
        }),
    };
    issue(root_key, public, profile, use_from, not_after)
}

fn issue(
    root_key: &dyn Sign,
    public: &VerifyingKey,
    profile: Profile,
    from: i64,
    until: i64,
) -> Result<Certificate, Error> {
    let bad = || Error::Key("certificate not built");
    if until <= from {
        return Err(Error::Key("certificate ends before it begins"));
    }
    let validity = Validity::new(
        Time::GeneralTime(moment(from)?),
        Time::GeneralTime(moment(until)?),
    );
    let holder = SubjectPublicKeyInfo::from_key(public).or(Err(bad()))?;
    let serial = serial(public, from)?;
    let hand = Hand(key::public(root_key)?);
    let mut builder = CertificateBuilder::new(profile, serial, validity, holder).or(Err(bad()))?;
    let signed = builder.finalize(&hand).or(Err(bad()))?;
    let signature = Signature::from_slice(&key::sign(&signed, root_key)?).or(Err(bad()))?;
    let signature = BitString::from_bytes(signature.to_der().as_bytes()).or(Err(bad()))?;
    let certificate = builder.assemble(signature, &hand).or(Err(bad()))?;
    parse(&certificate.to_der().or(Err(bad()))?)
}

pub(super) fn parse(der: &[u8]) -> Result<Certificate, Error> {
    let decoded = decode(der)?;
    public_key(&decoded).ok_or(Error::Key("certificate without P-256 key"))?;
    let body = decoded.tbs_certificate();
    let seconds = |at: Duration| i64::try_from(at.as_secs()).unwrap_or(i64::MAX);
    let (not_before, not_after) = (
        seconds(body.validity().not_before.to_unix_duration()),
        seconds(body.validity().not_after.to_unix_duration()),
    );
    let (use_from, use_until) = match body.get_extension::<PrivateKeyUsagePeriod>() {
        Ok(Some((_, period))) => (
            period
                .not_before
                .map_or(not_before, |at| seconds(at.to_unix_duration())),
            period
                .not_after
                .map_or(not_after, |at| seconds(at.to_unix_duration())),
        ),
        Ok(None) => (not_before, not_after),
        Err(_) => return Err(Error::Key("certificate with unreadable period of use")),
    };
    Ok(Certificate {
        kid: kid_of(der),
        der: der.to_vec(),
        use_from,
        use_until,
        not_after,
        refused_from: None,
    })
}

pub(super) fn is_issued_by(certificate: &Certificate, root: &Certificate) -> bool {
    let (Ok(child), Ok(parent)) = (decode(&certificate.der), decode(&root.der)) else {
        return false;
    };
    let (Some(key), Ok(signed), Ok(signature)) = (
        public_key(&parent),
        child.tbs_certificate().to_der(),
        DerSignature::try_from(child.signature().raw_bytes()),
    ) else {
        return false;
    };
    may(&parent, KeyUsages::KeyCertSign)
        && child.tbs_certificate().issuer() == parent.tbs_certificate().subject()
        && child.signature_algorithm().oid == ECDSA_WITH_SHA_256
        && key.verify(&signed, &signature).is_ok()
}

/// The key of a certificate that may sign certificates; `None` for a signer and for what is no P-256.
pub(super) fn root_key(certificate: &Certificate) -> Option<VerifyingKey> {
    let decoded = decode(&certificate.der).ok()?;
    may(&decoded, KeyUsages::KeyCertSign)
        .then(|| public_key(&decoded))
        .flatten()
}

/// PEM (RFC 7468 5).
pub(super) fn pem(certificate: &Certificate) -> Result<String, Error> {
    decode(&certificate.der)?
        .to_pem(LineEnding::LF)
        .or(Err(Error::Key("certificate not readable")))
}

/// The certificate in a PEM.
pub(super) fn parse_pem(text: &str) -> Result<Certificate, Error> {
    let bad = || Error::Key("certificate not readable");
    let decoded = x509_cert::Certificate::from_pem(text.trim()).or(Err(bad()))?;
    parse(&decoded.to_der().or(Err(bad()))?)
}

/// The key of a certificate that may sign seals; `None` for a root and for what is no P-256.
pub(super) fn seal_key(certificate: &Certificate) -> Option<VerifyingKey> {
    let decoded = decode(&certificate.der).ok()?;
    may(&decoded, KeyUsages::DigitalSignature)
        .then(|| public_key(&decoded))
        .flatten()
}

/// Whether the key is the certificate's, whatever it may sign.
pub(super) fn is_whole(signer: &Signer) -> bool {
    decode(&signer.certificate.der)
        .ok()
        .and_then(|decoded| public_key(&decoded))
        .is_some_and(|key| key::point_of(&key) == signer.key.public())
}

/// Whether this signer may put its name under a seal of these times.
pub(super) fn may_sign(signer: &Signer, issued_at: i64, expires_at: i64) -> Result<(), Error> {
    let certificate = &signer.certificate;
    if seal_key(certificate).map(|key| key::point_of(&key)) != Some(signer.key.public()) {
        return Err(Error::Key("key does not belong to signer certificate"));
    }
    if issued_at < certificate.use_from || certificate.use_until < issued_at {
        return Err(Error::OutOfUse {
            kid: certificate.kid,
        });
    }
    if certificate.not_after < expires_at {
        return Err(Error::Key("signer certificate ends before the permit"));
    }
    Ok(())
}

/// Whether the certificate's key signed these bytes, r||s.
pub(super) fn is_attested(message: &[u8], signature: &[u8], certificate: &Certificate) -> bool {
    seal_key(certificate)
        .zip(Signature::from_slice(signature).ok())
        .is_some_and(|(key, signature)| key.verify(message, &signature).is_ok())
}

/// The public keys as one line of JSON, in the order of the list, each with its certificate.
pub(super) fn jwks(trust: &TrustList) -> String {
    let chain = |certificate: &Certificate| Some([base64(&certificate.der, Base64::Standard)]);
    keys_as_json(trust, &chain)
}

/// The public keys alone, where the certificates stand beside them.
pub(super) fn bare_jwks(trust: &TrustList) -> String {
    keys_as_json(trust, &|_| None)
}

fn keys_as_json(trust: &TrustList, chain: &dyn Fn(&Certificate) -> Option<[String; 1]>) -> String {
    #[derive(serde::Serialize)]
    struct JwkWire {
        kty: &'static str,
        crv: &'static str,
        alg: &'static str,
        r#use: &'static str,
        kid: String,
        x: String,
        y: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        x5c: Option<[String; 1]>,
    }
    #[derive(serde::Serialize)]
    struct JwksWire {
        keys: Vec<JwkWire>,
    }
    // Who looks here alone knows no moment from which a key is refused.
    let standing = |certificate: &&Certificate| certificate.refused_from.is_none();
    let keys = trust
        .certificates
        .iter()
        .filter(standing)
        .filter_map(|certificate| {
            let point = seal_key(certificate)?.to_sec1_point(false);
            Some(JwkWire {
                kty: "EC",
                crv: "P-256",
                alg: "ES256",
                r#use: "sig",
                kid: base64(&certificate.kid.0, Base64::Url),
                x: base64(point.x()?, Base64::Url),
                y: base64(point.y()?, Base64::Url),
                x5c: chain(certificate),
            })
        });
    // Text and lists always make JSON.
    serde_json::to_string(&JwksWire {
        keys: keys.collect(),
    })
    .unwrap_or_default()
}

fn decode(der: &[u8]) -> Result<x509_cert::Certificate, Error> {
    x509_cert::Certificate::from_der(der).or(Err(Error::Key("certificate not readable")))
}

fn public_key(certificate: &x509_cert::Certificate) -> Option<VerifyingKey> {
    use x509_cert::der::referenced::OwnedToRef as _;
    VerifyingKey::try_from(
        certificate
            .tbs_certificate()
            .subject_public_key_info()
            .owned_to_ref(),
    )
    .ok()
}

/// RFC 5280 4.2.1.3: a certificate that says what its key is for may be used for nothing else.
fn may(certificate: &x509_cert::Certificate, usage: KeyUsages) -> bool {
    match certificate.tbs_certificate().get_extension::<KeyUsage>() {
        Ok(Some((_, usages))) => usages.0.contains(usage),
        Ok(None) => true,
        Err(_) => false,
    }
}

fn kid_of(der: &[u8]) -> Kid {
    let mut kid = [0; 8];
    for (byte, hashed) in kid.iter_mut().zip(Sha256::digest(der)) {
        *byte = hashed;
    }
    Kid(kid)
}

/// 16 bytes of a hash of key and beginning, the first bit clear: unique, positive, and the same each time.
fn serial(public: &VerifyingKey, from: i64) -> Result<SerialNumber, Error> {
    let hashed = Sha256::new()
        .chain_update(public.to_sec1_bytes())
        .chain_update(from.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hashed) {
        *byte = hashed;
    }
    bytes[0] = bytes[0] & 0x3f | 0x40;
    SerialNumber::new(&bytes).or(Err(Error::Key("certificate not built")))
}

fn named(name: &str) -> Result<Name, Error> {
    let common_name = || {
        let value = Any::from(Utf8StringRef::new(name)?);
        let mut part = RelativeDistinguishedName::default();
        part.insert(AttributeTypeAndValue {
            oid: COMMON_NAME,
            value,
        })?;
        let mut parts = RdnSequence::default();
        parts.push(part);
        Name::from_der(&parts.to_der()?)
    };
    common_name().or(Err(Error::Key("name of certificate holder unusable")))
}

fn moment(second: i64) -> Result<GeneralizedTime, Error> {
    let bad = Error::Key("time of certificate out of range");
    let Ok(second) = u64::try_from(second) else {
        return Err(bad);
    };
    GeneralizedTime::from_unix_duration(Duration::from_secs(second)).or(Err(bad))
}

/// The last second of the period of use that begins at `from`.
fn end_of_use(from: i64) -> Result<i64, Error> {
    let zone = Offset::constant(WIB_HOURS).to_time_zone();
    Timestamp::from_second(from)
        .and_then(|begin| begin.to_zoned(zone).checked_add(USE_MONTHS.months()))
        .map(|end| end.timestamp().as_second() - 1)
        .or(Err(Error::Key("time of certificate out of range")))
}

/// Tells the builder whose signature a certificate will bear; it signs nothing itself.
struct Hand(VerifyingKey);

impl Keypair for Hand {
    type VerifyingKey = VerifyingKey;

    fn verifying_key(&self) -> VerifyingKey {
        self.0
    }
}

impl DynSignatureAlgorithmIdentifier for Hand {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned {
            oid: ECDSA_WITH_SHA_256,
            parameters: None,
        })
    }
}

/// What the two kinds of certificate have in them (RFC 5280 4.2).
struct Profile {
    issuer: Name,
    subject: Name,
    /// A signer's period of use; a root has none.
    used: Option<PrivateKeyUsagePeriod>,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        holder: SubjectPublicKeyInfoRef<'_>,
        issuer: SubjectPublicKeyInfoRef<'_>,
        body: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let subject = body.subject();
        let authority = SubjectKeyIdentifier::try_from(issuer)?;
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(authority.0),
            ..Default::default()
        };
        let limits = BasicConstraints {
            ca: self.used.is_none(),
            path_len_constraint: self.used.is_none().then_some(0),
        };
        let usage = match self.used {
            None => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
            Some(_) => KeyUsages::DigitalSignature.into(),
        };
        let mut extensions = vec![
            SubjectKeyIdentifier::try_from(holder)?.to_extension(subject, &[])?,
            authority.to_extension(subject, &[])?,
            limits.to_extension(subject, &[])?,
            KeyUsage(usage).to_extension(subject, &[])?,
        ];
        if let Some(period) = &self.used {
            extensions.push(period.to_extension(subject, &[])?);
        }
        Ok(extensions)
    }
}

/// Alphabets of RFC 4648: section 4 with padding for `x5c`, section 5 without for numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base64 {
    Standard,
    Url,
}

fn base64(bytes: &[u8], kind: Base64) -> String {
    let last = match kind {
        Base64::Standard => *b"+/",
        Base64::Url => *b"-_",
    };
    let digit = |value: u32| match u8::try_from(value & 63).unwrap_or(0) {
        value @ 0..=25 => char::from(b'A' + value),
        value @ 26..=51 => char::from(b'a' + value - 26),
        value @ 52..=61 => char::from(b'0' + value - 52),
        62 => char::from(last[0]),
        _ => char::from(last[1]),
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for at in 0..4 {
            if at <= group.len() {
                text.push(digit(bits >> (18 - 6 * at)));
            } else if kind == Base64::Standard {
                text.push('=');
            }
        }
    }
    text
}
