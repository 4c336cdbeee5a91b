//! The map's laws, sentences of receivers, and receivers that come and go.

use super::map::area_km2;
use super::receiver::Pace;
use super::*;
use proptest::prelude::*;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};
use std::time::Duration;

fn at(lat: f64, lon: f64) -> Coordinate {
    Coordinate::from_degrees(lat, lon).unwrap()
}

#[test]
fn every_kecamatan_of_both_regencies_is_listed_once_with_its_middle() {
    let districts: Vec<_> = areas()
        .iter()
        .filter(|area| area.code.kind() == AreaKind::District)
        .collect();
    assert_eq!(districts.len(), 35);
    assert_eq!(districts[0].name, "Bantargebang");
    for area in areas() {
        assert_eq!(AreaCode::parse(area.code.as_str()), Some(area.code));
        let near = nearest(area.centre).unwrap();
        // An estate's middle lies in the kecamatan it is said to lie in, a kecamatan's middle in itself.
        assert_eq!(
            district_at(area.centre),
            Some(area.code.district()),
            "{}",
            area.name
        );
        assert_eq!(near.district.code, area.code.district());
        if area.code.kind() == AreaKind::Estate {
            assert_eq!(near.estate.unwrap().code, area.code);
        }
    }
    assert_eq!(nearest(at(-6.9, 107.6)), None, "Bandung");
    assert_eq!(district_at(at(-6.2, 106.8)), None, "Jakarta");
}

#[test]
fn cells_cover_the_outline_and_share_nothing() {
    let map = map();
    let whole = area_km2(&map.outline);
    let cells: f64 = map.cells.iter().map(|cell| area_km2(&cell.ring)).sum();
    assert!((whole - cells).abs() < 0.01, "{whole} {cells}");
    for cell in &map.cells {
        let triangles: f64 = cell.triangles.iter().map(|one| area_km2(one)).sum();
        let ring = area_km2(&cell.ring);
        assert!((ring - triangles).abs() < 0.01, "{:?}", cell.area.code);
    }
}

proptest! {
    #[test]
    fn a_point_on_the_map_lies_in_one_cell_whose_middle_is_the_nearest(
        lat in -6_520_000..-5_920_000_i32, lon in 106_890_000..107_290_000_i32,
    ) {
        let point = Coordinate::new(lat, lon).unwrap();
        let (own, near) = (map().cell_at(point), nearest(point));
        if let Some(cell) = own {
            let distance = cell.area.centre.distance(point).0;
            let nearest = near.unwrap().district.centre.distance(point).0;
            // The plane of the map and the sphere differ by little.
            prop_assert!(distance <= nearest + 60);
        }
    }

    #[test]
    fn a_coordinate_is_read_back(lat in -90_000_000..=90_000_000_i32, lon in -180_000_000..=180_000_000_i32) {
        let point = Coordinate::new(lat, lon).unwrap();
        prop_assert_eq!(Coordinate::parse(&point.to_string()), Some(point));
        prop_assert_eq!(point.distance(point), Metres(0));
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,40}") {
        let mut nmea = Nmea::default();
        prop_assert_eq!(nmea.push(&bytes), vec![]);
        super::gpsd::Gpsd::default().push(&bytes);
        Coordinate::parse(&text);
    }

    #[test]
    fn a_sentence_means_the_same_however_it_is_cut(cut in 0..GGA.len()) {
        let mut nmea = Nmea::default();
        let (head, tail) = GGA.as_bytes().split_at(cut);
        let mut told = nmea.push(head);
        told.extend(nmea.push(tail));
        prop_assert_eq!(told, Nmea::default().push(GGA.as_bytes()));
    }

    #[test]
    fn a_changed_letter_is_noticed(place in 1..GGA.len() - 5, letter in 0x20..0x7f_u8) {
        let mut bytes = GGA.as_bytes().to_vec();
        if bytes[place] != letter {
            bytes[place] = letter;
            prop_assert_eq!(Nmea::default().push(&bytes), vec![]);
        }
    }
}

#[test]
fn distances_are_those_of_the_ground() {
    let (mm2100, jababeka) = (at(-6.302, 107.088), at(-6.287, 107.150));
    let metres = mm2100.distance(jababeka).0;
    assert!((6_900..7_200).contains(&metres), "{metres}");
    for (text, lat_udeg) in [
        ("-6.3011, 107.0905", Some(-6_301_100)),
        (" -6.3 ; 107 ", Some(-6_300_000)),
        ("-91, 107", None),
        ("inf, nan", None),
        ("6,3", Some(6_000_000)),
        ("", None),
    ] {
        let told = Coordinate::parse(text).map(Coordinate::lat_udeg);
        assert_eq!(told, lat_udeg, "{text}");
    }
}

const GGA: &str = "$GPGGA,001500.00,0618.1200,S,10705.2800,E,1,08,1.1,21.0,M,2.0,M,,*79\r\n";

/// With its checksum.
fn line(body: &str) -> String {
    let sum = body.bytes().fold(0, |sum, byte| sum ^ byte);
    format!("${body}*{sum:02X}\r\n")
}

#[test]
fn sentences_of_receivers_are_understood() {
    let here = at(-6.302, 107.088);
    let told = |text: &str| Nmea::default().push(text.as_bytes());
    let fix = |quality, satellites, utc_s| {
        vec![Report::Fix(Fix {
            at: here,
            quality,
            satellites,
            utc_s,
        })]
    };
    let gga = "GPGGA,001500.00,0618.1200,S,10705.2800,E,1,08,1.1,21.0,M,2.0,M,,";
    assert_eq!(line(gga), GGA);
    for (body, report) in [
        (gga, fix(Quality::Satellites, Some(8), Some(900))),
        (
            "GNGGA,001500,0618.12,S,10705.28,E,4,12,0.6,21,M,,M,,",
            fix(Quality::Corrected, Some(12), Some(900)),
        ),
        (
            "GNRMC,001500.00,A,0618.1200,S,10705.2800,E,0.1,,231126,,,A,V",
            fix(Quality::Satellites, None, Some(900)),
        ),
        (
            "GPRMC,001500,A,0618.1200,S,10705.2800,E,0.1,,231126,,",
            fix(Quality::Satellites, None, Some(900)),
        ),
        (
            "GLGLL,0618.1200,S,10705.2800,E,001500.00,A,D",
            fix(Quality::Corrected, None, Some(900)),
        ),
        (
            "GAGLL,0618.1200,S,10705.2800,E,,A",
            fix(Quality::Satellites, None, None),
        ),
        (
            "GPGGA,001500.00,0618.1200,S,10705.2800,E,8,08,1.1,21.0,M,2.0,M,,",
            fix(Quality::Simulated, Some(8), Some(900)),
        ),
        ("GPGGA,001500.00,,,,,0,00,99.9,,,,,,", vec![Report::NoFix]),
        ("GPRMC,001500.00,V,,,,,,,231126,,,N", vec![Report::NoFix]),
        (
            "GPGGA,001500.00,0660.1200,S,10705.2800,E,1,08,1.1,21.0,M,2.0,M,,",
            vec![Report::NoFix],
        ),
        (
            "GPGGA,001500.00,9618.1200,S,10705.2800,E,1,08,1.1,21.0,M,2.0,M,,",
            vec![Report::NoFix],
        ),
        (
            "GPGGA,001500.00,0618.1200,X,10705.2800,E,1,08,1.1,21.0,M,2.0,M,,",
            vec![Report::NoFix],
        ),
        ("GPGSV,3,1,11", vec![Report::Other]),
        ("PUBX,00", vec![]),
    ] {
        assert_eq!(told(&line(body)), report, "{body}");
    }
    assert_eq!(told(&GGA.replace("*79", "")), vec![], "without a checksum");
    // Noise before, and a line cut off by the next one.
    let noisy = format!("\u{fffd}88$GPGG{GGA}");
    assert_eq!(told(&noisy).len(), 1);
    assert_eq!(told(&format!("${}", "A".repeat(5_000))), vec![]);
}

const QUICK: Pace = Pace {
    speed: Duration::from_millis(60),
    silence: Duration::from_secs(20),
    retry: Duration::from_millis(10),
    read: Duration::from_millis(10),
};

/// Starts listening; the channel says when there is something new.
fn start(source: Source) -> (Receiver, mpsc::Receiver<()>) {
    let (told, news) = mpsc::sync_channel(64);
    let wake = Arc::new(move || {
        told.try_send(()).ok();
    });
    (Receiver::start_at(source, wake, QUICK).unwrap(), news)
}

#[track_caller]
fn wait_for(receiver: &Receiver, news: &mpsc::Receiver<()>, state: State) -> Reading {
    loop {
        let reading = receiver.reading();
        if reading.state == state {
            return reading;
        }
        news.recv_timeout(Duration::from_secs(10)).unwrap();
    }
}

#[test]
fn gpsd_is_listened_to_and_found_again_after_it_went_away() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (receiver, news) = start(Source::Gpsd(listener.local_addr().unwrap()));
    let tpv = |lat: f64| {
        format!(
            "{{\"class\":\"TPV\",\"mode\":3,\"time\":\"2026-11-23T00:15:00.000Z\",\"lat\":{lat},\"lon\":107.088}}\n"
        )
    };
    for lat in [-6.302, -6.25] {
        let (mut client, _) = listener.accept().unwrap();
        let mut asked = [0; super::gpsd::WATCH.len()];
        client.read_exact(&mut asked).unwrap();
        assert_eq!(asked, super::gpsd::WATCH);
        client
            .write_all(b"{\"class\":\"VERSION\"}\nnonsense\n{\"class\":\"TPV\",\"mode\":1}\n")
            .unwrap();
        wait_for(&receiver, &news, State::NoFix);
        client.write_all(tpv(lat).as_bytes()).unwrap();
        let reading = wait_for(&receiver, &news, State::Fixed);
        assert_eq!(reading.at(Duration::from_secs(60)), Some(at(lat, 107.088)));
        assert_eq!(reading.fix.unwrap().0.utc_s, Some(900));
        drop(client);
        let lost = wait_for(&receiver, &news, State::Searching);
        assert!(lost.fix.is_some(), "the last fix is kept with its age");
    }
}

/// A pair of terminals is a line of the system: one end is the receiver, the other the port.
#[cfg(target_os = "linux")]
#[test]
fn a_receiver_on_a_line_of_the_system_tells_where_it_is() {
    use std::os::fd::AsRawFd as _;
    let (device, port) = serial2::SerialPort::pair().unwrap();
    let name = std::fs::read_link(format!("/proc/self/fd/{}", port.as_raw_fd())).unwrap();
    let (receiver, news) = start(Source::Serial(Some(name)));
    // The first sentence may come while the port is being opened: a receiver repeats itself every second.
    let reading = loop {
        device.write_all(GGA.as_bytes()).unwrap();
        if news.recv_timeout(Duration::from_millis(20)).is_ok()
            && receiver.reading().state == State::Fixed
        {
            break receiver.reading();
        }
    };
    assert_eq!(reading.fix.unwrap().0.at, at(-6.302, 107.088));
    // Pulled out.
    drop((device, port));
    let lost = wait_for(&receiver, &news, State::Searching);
    assert!(lost.fix.is_some());
}

/// A receiver of 38,400 baud on a line: at other speeds there is noise.
struct Plugged {
    baud: u32,
    left: u32,
}

impl std::io::Read for Plugged {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.baud != 38_400 {
            std::thread::park_timeout(QUICK.read);
            into[..4].copy_from_slice(b"$\xff\x00\n");
            return Ok(4);
        }
        let Some(left) = self.left.checked_sub(1) else {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        };
        self.left = left;
        into[..GGA.len()].copy_from_slice(GGA.as_bytes());
        Ok(GGA.len())
    }
}

#[test]
fn a_receiver_on_a_serial_port_is_found_at_its_speed_unplugged_and_found_again() {
    let (tried, tries) = mpsc::sync_channel(64);
    let (plug, plugs) = mpsc::sync_channel(8);
    let (told, news) = mpsc::sync_channel(64);
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(move || {
        told.try_send(()).ok();
    });
    let open = move |_port: &std::path::Path, baud: u32, _pace: Pace| {
        tried.try_send(baud).ok();
        let left = if baud == 38_400 {
            plugs
                .try_recv()
                .map_err(|_absent| std::io::ErrorKind::NotFound)?
        } else {
            0
        };
        Ok(Box::new(Plugged { baud, left }) as Box<dyn std::io::Read>)
    };
    plug.send(3).unwrap();
    plug.send(1).unwrap();
    let receiver = Receiver::on_lines(open, wake, QUICK).unwrap();
    // The speed that worked comes first when the receiver is back.
    for baud in [9_600, 4_800, 38_400, 38_400, 38_400] {
        assert_eq!(tries.recv_timeout(Duration::from_secs(10)), Ok(baud));
    }
    wait_for(&receiver, &news, State::Searching);
    assert_eq!(receiver.reading().fix.unwrap().0.at, at(-6.302, 107.088));
}

#[test]
fn the_map_is_drawn_with_all_its_words() {
    let counts = [
        (AreaCode::parse("32.16.19").unwrap(), 9),
        (AreaCode::parse("32.16.09").unwrap(), 4),
        (AreaCode::parse("32.75.04").unwrap(), 1),
    ];
    let drawing = picture(&Plan {
        width: crate::drawing::Mm(168.0),
        counts: &counts,
        dots: &[at(-6.337, 107.134)],
        words: PlanWords {
            counted: String::from("Kartu diperiksa menurut kecamatan"),
            dot: String::from("Tempat pemeriksaan"),
            estates: String::from("Kawasan industri"),
            around: ["Laut Jawa", "Karawang", "Bogor", "Jakarta"].map(String::from),
            note: String::from("Peta skematis"),
        },
    });
    let told = drawing.describe();
    for area in areas() {
        let last = area.name.split(' ').next_back().unwrap();
        assert!(told.contains(last), "{}", area.name);
    }
    let page = drawing.size.rect();
    for item in &drawing.items {
        let bounds = item.bounds();
        let inside = page.x.0 - 0.1 <= bounds.x.0
            && bounds.right().0 <= page.right().0 + 0.1
            && page.y.0 <= bounds.y.0
            && bounds.bottom().0 <= page.bottom().0 + 0.1;
        assert!(inside, "{bounds:?}");
    }
}
