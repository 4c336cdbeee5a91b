//! The ways into the desk: logged in by the flags of the program, founding an office, first passwords, recovery, restoring.

use super::*;
use loket::desk::Entrant;
use loket::station::Secret;

/// A window over the folder `dir`, before anything of it is known; every answer is there at once.
fn window(start: Start) -> Harness<'static, Desk> {
    let mut window = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(20)
        .build_eframe(move |cc| Desk::inline(&cc.egui_ctx, start));
    window.run_steps(6);
    window
}

#[track_caller]
fn sees(window: &Harness<'static, Desk>, words: &str) {
    let found = window.query_all_by_label_contains(words).next();
    assert!(found.is_some(), "`{words}` is not on screen");
}

#[test]
fn an_entrant_of_the_flags_is_in_at_once_and_asked_again_after_a_lock() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("office");
    drop(Station::create_demo(&dir, 1, 7, &mut |_, _| {}).unwrap());
    let entrant = |password: &str| Entrant {
        login: String::from("petugas"),
        password: Arc::new(Secret::new(password.to_owned())),
    };
    let start = |password: &str| Start {
        office: dir.clone(),
        screen: Some(String::from("registry")),
        entrant: Some(entrant(password)),
        ..Start::default()
    };
    let mut inside = window(start("contoh"));
    sees(&inside, "1 izin tinggal");
    inside.key_press_modifiers(Modifiers::CTRL, Key::L);
    inside.run_steps(8);
    sees(&inside, "Layar terkunci");
    let outside = window(start("salah"));
    sees(&outside, "kata sandi salah");
}
