//! The portrait step with a film in place of the camera: guidance, capture by itself, retake, frame and white balance by keys.

use super::*;
use loket::station::Query;
use std::fs;

impl Counter {
    /// At the portrait step of a new application, before a film of one picture.
    fn before_film(picture: &[u8]) -> Self {
        let film = TempDir::new().unwrap();
        fs::write(film.path().join("one.jpg"), picture).unwrap();
        let mut counter = Self::with_film(film.path().to_owned());
        counter.film = Some(film);
        counter.key(Modifiers::CTRL, Key::N);
        counter.key(Modifiers::NONE, Key::F3);
        counter
    }

    /// Goes back to the live picture and types the path of a file.
    fn load(&mut self, file: &std::path::Path) {
        self.window.run_steps(6);
        if self.window.query_by_label("Jalur berkas").is_none() {
            self.key(Modifiers::NONE, Key::Space);
            self.awaits("Ambil foto");
        }
        self.window.get_by_label("Jalur berkas").focus();
        self.window.run_steps(2);
        self.window.event(Event::Text(file.display().to_string()));
        self.key(Modifiers::NONE, Key::Enter);
    }

    #[track_caller]
    fn misses(&self, words: &str) {
        let found = self.window.query_all_by_label_contains(words).next();
        assert!(found.is_none(), "`{words}` is on screen");
    }
}

#[test]
fn the_picture_is_taken_by_itself_once_all_is_well() {
    let mut counter = Counter::before_film(&good());
    counter.awaits("Ambil ulang");
    counter.awaits("Putihkan latar");
    counter.awaits("Satu wajah");
    // Retaken, it comes again; switched off, it waits for the space bar.
    counter.window.run_steps(6);
    counter.key(Modifiers::NONE, Key::A);
    counter.key(Modifiers::NONE, Key::Space);
    counter.awaits("Ambil foto");
    counter.window.run_steps(8);
    counter.sees("Ambil foto");
    counter.key(Modifiers::NONE, Key::Space);
    counter.awaits("Ambil ulang");
    // The last ones are there to choose from, and the frame is moved, turned and put back.
    counter.awaits("Foto 2");
    counter.key(Modifiers::NONE, Key::Num2);
    for key in [
        Key::CloseBracket,
        Key::OpenBracket,
        Key::ArrowLeft,
        Key::R,
        Key::W,
    ] {
        counter.key(Modifiers::NONE, key);
    }
    counter.awaits("Warna asli");
    counter.key(Modifiers::NONE, Key::W);
    counter.awaits("Putihkan latar");
}

#[test]
fn nothing_is_taken_by_itself_while_something_is_wrong() {
    let dark = portrait::drawn(2);
    let dark = Still::from_rgb(dark.width_px, dark.height_px, vec![4; dark.rgb.len()]).unwrap();
    let mut counter = Counter::before_film(&dark.jpeg(800, 200_000).unwrap());
    counter.awaits("Gambar hampir kosong");
    counter.window.run_steps(8);
    counter.sees("Ambil foto");
    counter.misses("Ambil ulang");
}

#[test]
fn a_file_is_checked_as_the_live_picture_is_and_its_age_is_told() {
    let mut counter = Counter::before_film(&good());
    counter.awaits("Ambil ulang");
    counter.key(Modifiers::NONE, Key::A);
    let file = counter.folder.path().join("old.jpg");
    fs::write(
        &file,
        crate::oddphotos::dated(&portrait::drawn(2), "2019:03:31"),
    )
    .unwrap();
    counter.load(&file);
    counter.awaits("Foto ini terlalu lama: diambil 31-03-2019");
    counter.sees("Satu wajah");
    // Two people in a file are told as two before the camera are.
    let (one, other) = (portrait::drawn(2), portrait::drawn(5));
    let wall = [241, 243, 246];
    let two = crate::assistant::room((1280, 800), wall, &[(&one, 20, 0), (&other, 660, 0)]);
    fs::write(&file, two.jpeg(1280, 400_000).unwrap()).unwrap();
    counter.load(&file);
    counter.awaits("Ada lebih dari satu wajah");
    counter.misses("Foto ini terlalu lama");
}

fn good() -> Vec<u8> {
    portrait::drawn(2).jpeg(1000, 400_000).unwrap()
}

#[test]
fn the_path_of_a_file_may_be_pasted_wherever_the_cursor_is_not() {
    let nobody = Still::from_rgb(640, 480, vec![240; 640 * 480 * 3]).unwrap();
    let mut counter = Counter::before_film(&nobody.jpeg(640, 200_000).unwrap());
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("berkas.jpg");
    fs::write(&file, good()).unwrap();
    counter.awaits("Ambil foto");
    // Words that name no file are left alone.
    counter
        .window
        .event(Event::Paste(String::from("bukan berkas")));
    counter.window.run_steps(6);
    counter.sees("Ambil foto");
    counter
        .window
        .event(Event::Paste(format!("{}\n", file.display())));
    counter.awaits("Ambil ulang");
    counter.awaits("Satu wajah");
}

#[test]
fn earlier_portraits_of_the_same_permit_stand_beside_the_new_one() {
    let mut counter = Counter::before_film(&good());
    counter.misses("FOTO SEBELUMNYA");
    let permit = counter.look(|station| {
        let query = Query {
            limit: 1,
            ..Query::default()
        };
        station.search(&query).unwrap().rows.remove(0).permit_no
    });
    counter.key(Modifiers::NONE, Key::F2);
    counter.type_over("Nomor izin tinggal", permit.as_str());
    counter.key(Modifiers::NONE, Key::F3);
    counter.awaits("FOTO SEBELUMNYA: ORANG YANG SAMA?");
    counter.sees(&format!("Foto izin {}", permit.as_str()));
}
