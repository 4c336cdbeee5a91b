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

fn good() -> Vec<u8> {
    portrait::drawn(2).jpeg(1000, 400_000).unwrap()
}
