//! The Internet Printing Protocol (RFC 8010, 8011) as far as a CUPS on this computer needs it; no network.
//!
//! Ours, since the crates either cannot say why a job stands still or bring an HTTP stack: this is one request, one answer,
//! over the server's own socket.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// How long a local server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest answer read.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Where CUPS listens if nothing else is said.
const SOCKETS: [&str; 2] = ["/run/cups/cups.sock", "/var/run/cups/cups.sock"];
const PORT: u16 = 631;

/// Operations (RFC 8011 5.4.15, CUPS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    PrintJob,
    CancelJob,
    GetJob,
    GetPrinter,
    GetPrinters,
}

/// Tags of values (RFC 8010 3.5.2) we write.
const INTEGER: u8 = 0x21;
const ENUM: u8 = 0x23;
const NAME: u8 = 0x42;
const KEYWORD: u8 = 0x44;
const URI: u8 = 0x45;
const CHARSET: u8 = 0x47;
const LANGUAGE: u8 = 0x48;
const MIME: u8 = 0x49;
/// Tags of groups.
const OPERATION: u8 = 0x01;
const JOB: u8 = 0x02;
const END: u8 = 0x03;

/// A request in the making.
pub(super) struct Request {
    bytes: Vec<u8>,
    path: String,
    /// Says who asks, where the server wants that proven.
    proof: String,
}

impl Request {
    /// About a printer, or about the server when its name is empty.
    pub(super) fn new(operation: Operation, printer: &str, user: &str) -> Self {
        let number = match operation {
            Operation::PrintJob => 0x0002_u16,
            Operation::CancelJob => 0x0008,
            Operation::GetJob => 0x0009,
            Operation::GetPrinter => 0x000b,
            Operation::GetPrinters => 0x4002,
        };
        let mut request = Self {
            bytes: vec![2, 0],
            path: "/".to_owned(),
            proof: String::new(),
        };
        if operation == Operation::CancelJob {
            request.proof = format!("Authorization: PeerCred {user}\r\n");
        }
        request.bytes.extend(number.to_be_bytes());
        request.bytes.extend([0, 0, 0, 1, OPERATION]);
        request.put(CHARSET, "attributes-charset", b"utf-8");
        request.put(LANGUAGE, "attributes-natural-language", b"en");
        if !printer.is_empty() {
            request.path = format!("/printers/{printer}");
            let uri = format!("ipp://localhost{}", request.path);
            request.put(URI, "printer-uri", uri.as_bytes());
        }
        request.put(NAME, "requesting-user-name", user.as_bytes());
        request
    }

    fn put(&mut self, tag: u8, name: &str, value: &[u8]) {
        let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap_or_default().to_be_bytes();
        self.bytes.push(tag);
        self.bytes.extend(length(name.as_bytes()));
        self.bytes.extend(name.bytes());
        self.bytes.extend(length(value));
        self.bytes.extend(value);
    }

    pub(super) fn name(mut self, name: &str, value: &str) -> Self {
        self.put(NAME, name, value.as_bytes());
        self
    }

    pub(super) fn keyword(mut self, name: &str, value: &str) -> Self {
        self.put(KEYWORD, name, value.as_bytes());
        self
    }

    pub(super) fn mime(mut self, name: &str, value: &str) -> Self {
        self.put(MIME, name, value.as_bytes());
        self
    }

    pub(super) fn integer(mut self, name: &str, value: i32) -> Self {
        self.put(INTEGER, name, &value.to_be_bytes());
        self
    }

    pub(super) fn choice(mut self, name: &str, value: i32) -> Self {
        self.put(ENUM, name, &value.to_be_bytes());
        self
    }

    /// What follows is about the job.
    pub(super) fn job(mut self) -> Self {
        self.bytes.push(JOB);
        self
    }

    fn finished(mut self, document: &[u8]) -> (Vec<u8>, String) {
        self.bytes.push(END);
        self.bytes.extend(document);
        (self.bytes, self.path)
    }
}

/// A value as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Number(i32),
    Text(String),
    Other,
}

/// An answer: a status and groups of named values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    groups: Vec<Group>,
}

/// Attributes of one printer or job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    tag: u8,
    values: Vec<(String, Value)>,
}

impl Answer {
    /// Reads an answer; none for anything else.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let status = u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?);
        let mut groups: Vec<Group> = Vec::new();
        let mut name = String::new();
        let mut at = 8;
        loop {
            let tag = *bytes.get(at)?;
            at += 1;
            if tag == END {
                return Some(Self { status, groups });
            }
            if tag < 0x10 {
                groups.push(Group {
                    tag,
                    values: Vec::new(),
                });
                name.clear();
                continue;
            }
            let mut part = || -> Option<&[u8]> {
                let length: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
                let from = at + 2;
                at = from + usize::from(u16::from_be_bytes(length));
                bytes.get(from..at)
            };
            let called = part()?;
            // A value without a name is another of the one before.
            if !called.is_empty() {
                name = String::from_utf8_lossy(called).into_owned();
            }
            let value = part()?;
            let value = match tag {
                INTEGER | ENUM | 0x22 => match *value {
                    [a, b, c, d] => Value::Number(i32::from_be_bytes([a, b, c, d])),
                    [flag] => Value::Number(flag.into()),
                    _ => return None,
                },
                0x41..=0x49 => Value::Text(String::from_utf8_lossy(value).into_owned()),
                _ => Value::Other,
            };
            groups.last_mut()?.values.push((name.clone(), value));
        }
    }

    /// Groups of printers or jobs.
    pub(super) fn of(&self, printers: bool) -> impl Iterator<Item = &Group> {
        let wanted = if printers { 0x04 } else { JOB };
        self.groups.iter().filter(move |group| group.tag == wanted)
    }

    /// What the server says about it, for a log.
    pub(super) fn told(&self) -> String {
        let said = self
            .groups
            .iter()
            .find_map(|group| group.text("status-message"));
        format!("IPP {:#06x} {}", self.status, said.unwrap_or_default())
    }
}

impl Group {
    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.values.iter().find_map(|(called, value)| match value {
            Value::Number(number) if called == name => Some(*number),
            Value::Number(_) | Value::Text(_) | Value::Other => None,
        })
    }

    pub(super) fn texts<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values
            .iter()
            .filter_map(move |(called, value)| match value {
                Value::Text(text) if called == name => Some(text.as_str()),
                Value::Number(_) | Value::Text(_) | Value::Other => None,
            })
    }

    pub(super) fn text<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.texts(name).next()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Silence {
    /// Nobody took anything.
    NotTaken(String),
    /// Something was said, and nobody knows what came of it.
    Unknown(String),
}

/// A server on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Server {
    /// Where CUPS usually listens.
    #[default]
    Usual,
    /// Its socket.
    Socket(String),
    /// Its port.
    Port(u16),
}

impl Server {
    /// A socket's path or a port of this computer, as `CUPS_SERVER` has it; other computers are none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.starts_with('/') {
            return Some(Self::Socket(text.to_owned()));
        }
        let (host, port) = text.rsplit_once(':').unwrap_or((text, "631"));
        let local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        local.then(|| port.parse().ok().map(Self::Port)).flatten()
    }

    /// One request and its answer. Where it may listen in several places, the first that takes the call gets it: what was said
    /// once is never said again to another.
    pub(super) fn ask(&self, request: Request, document: &[u8]) -> Result<Answer, Silence> {
        let proof = request.proof.clone();
        let (body, path) = request.finished(document);
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n\
             {proof}Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let stream = self
            .connect()
            .map_err(|error| Silence::NotTaken(error.to_string()))?;
        let bytes = talk(stream, head.as_bytes(), &body)
            .map_err(|error| Silence::Unknown(error.to_string()))?;
        let garbled = || Silence::Unknown("no IPP".to_owned());
        let (code, content) = http_body(&bytes).ok_or_else(garbled)?;
        match code {
            200 => Answer::parse(&content).ok_or_else(garbled),
            // Who is turned away at the door has left nothing.
            400..=499 => Err(Silence::NotTaken(format!("HTTP {code}"))),
            _ => Err(Silence::Unknown(format!("HTTP {code}"))),
        }
    }

    fn connect(&self) -> io::Result<Box<dyn Stream>> {
        match self {
            Self::Port(port) => over_tcp(*port),
            Self::Socket(path) => over_socket(path),
            Self::Usual => SOCKETS
                .iter()
                .find_map(|path| over_socket(path).ok())
                .map_or_else(|| over_tcp(PORT), Ok),
        }
    }
}

trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

fn over_tcp(port: u16) -> io::Result<Box<dyn Stream>> {
    let here = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let stream = TcpStream::connect_timeout(&here, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(Box::new(stream))
}

#[cfg(unix)]
fn over_socket(path: &str) -> io::Result<Box<dyn Stream>> {
    let stream = std::os::unix::net::UnixStream::connect(path)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(Box::new(stream))
}

#[cfg(not(unix))]
fn over_socket(_path: &str) -> io::Result<Box<dyn Stream>> {
    Err(io::ErrorKind::Unsupported.into())
}

fn talk(mut stream: Box<dyn Stream>, head: &[u8], body: &[u8]) -> io::Result<Vec<u8>> {
    stream.write_all(head)?;
    stream.write_all(body)?;
    stream.flush()?;
    let mut answer = Vec::new();
    stream.take(MOST_BYTES).read_to_end(&mut answer)?;
    Ok(answer)
}

/// Code and content of an HTTP answer that ended with its connection; chunks put together.
fn http_body(bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?)
        .ok()?
        .to_ascii_lowercase();
    let mut rest = bytes.get(end + 4..)?;
    let code: u16 = head.split(' ').nth(1)?.parse().ok()?;
    if code == 100 {
        return http_body(rest);
    }
    if !head.contains("transfer-encoding: chunked") {
        return Some((code, rest.to_vec()));
    }
    let mut content = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..line)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(line + 2..)?;
        if size == 0 {
            return Some((code, content));
        }
        content.extend(rest.get(..size)?);
        rest = rest.get(size.checked_add(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_an_answer_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            Answer::parse(&bytes);
            http_body(&bytes);
        }

        #[test]
        fn what_is_asked_can_be_read(job in any::<i32>(), title in "[a-z ]{0,20}") {
            let request = Request::new(Operation::GetJob, "kartu", "loket").integer("job-id", job).job().name("job-name", &title);
            let (bytes, path) = request.finished(b"");
            prop_assert_eq!(path, "/printers/kartu");
            let read = Answer::parse(&bytes).unwrap();
            prop_assert_eq!(read.status, 9);
            prop_assert_eq!(read.groups[0].number("job-id"), Some(job));
            prop_assert_eq!(read.of(false).next().unwrap().text("job-name"), Some(title.as_str()));
        }
    }

    #[test]
    fn chunks_are_put_together() {
        let answer = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n";
        assert_eq!(http_body(answer), Some((200, b"abcde".to_vec())));
    }

    /// A server that takes calls, hears one out, and says `answer`; how often it was called.
    fn server(answer: &'static [u8]) -> (Server, std::thread::JoinHandle<usize>) {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let serve = move || {
            let mut calls = 0;
            listener.set_nonblocking(false).unwrap();
            let (mut stream, _) = listener.accept().unwrap();
            calls += 1;
            let mut said = [0; 4096];
            let length = stream.read(&mut said).unwrap();
            assert!(0 < length);
            stream.write_all(answer).unwrap();
            stream.shutdown(std::net::Shutdown::Both).ok();
            listener.set_nonblocking(true).unwrap();
            calls + usize::from(listener.accept().is_ok())
        };
        let thread = std::thread::Builder::new().name("server".to_owned());
        (Server::Port(port), thread.spawn(serve).unwrap())
    }

    #[test]
    fn what_was_said_once_is_not_said_again() {
        for (answer, unknown) in [
            (&b""[..], true),
            (b"HTTP/1.1 500 Oops\r\n\r\n", true),
            (b"HTTP/1.1 200 OK\r\n\r\nnoise", true),
            (b"HTTP/1.1 401 Unauthorized\r\n\r\n", false),
        ] {
            let (server, heard) = server(answer);
            let request = Request::new(Operation::PrintJob, "kartu", "loket");
            let silence = server.ask(request, b"%PDF").unwrap_err();
            assert_eq!(
                matches!(silence, Silence::Unknown(_)),
                unknown,
                "{silence:?}"
            );
            assert_eq!(heard.join().unwrap(), 1);
        }
        let closed = Server::Socket("/nowhere/cups.sock".to_owned());
        let request = Request::new(Operation::PrintJob, "kartu", "loket");
        assert!(matches!(
            closed.ask(request, b""),
            Err(Silence::NotTaken(_))
        ));
    }

    #[test]
    fn only_this_computer_is_a_server() {
        for (text, server) in [
            (
                "/run/x.sock",
                Some(Server::Socket("/run/x.sock".to_owned())),
            ),
            ("localhost", Some(Server::Port(631))),
            ("127.0.0.1:8631", Some(Server::Port(8631))),
            ("printer.example", None),
            ("localhost:99999", None),
        ] {
            assert_eq!(Server::parse(text), server, "{text}");
        }
    }
}
