//! The portrait step with a film in place of the camera: guidance, capture by itself, retake, frame and white balance by keys.

use super::*;
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
