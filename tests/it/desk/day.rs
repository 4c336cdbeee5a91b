//! A day at the office in the window, by keys alone: who enters, who approves, who prints, who hands over, and who may not.

use super::*;

/// The office's day, each officer logging in at the same window; nothing but keys and what a reader types.
#[test]
fn a_day_at_the_office_by_keys_from_the_counter_to_the_holder() {
    let mut desk = Counter::at_the_login();
    desk.login("petugas");
    desk.awaits("Kunci layar");
    desk.enter_application();
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("diajukan");
    let name = desk.example.get(Field::FullName).to_owned();

    // An empty application at the second step: the lock brings the counter back to it, and nobody else.
    desk.change_to("kepala");
    desk.key(Modifiers::CTRL, Key::Num2);
    desk.sees("1 menunggu");
    desk.sees(&name);
    desk.sees("Diisi RINA CONTOH");
    desk.key(Modifiers::NONE, Key::F7);
    desk.sees("Kembalikan permohonan");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("disetujui");
    desk.sees("Tidak ada permohonan yang menunggu persetujuan");

    desk.change_to("cetak");
    desk.key(Modifiers::CTRL, Key::Num2);
    desk.sees(&name);
    desk.sees("Masukkan blangko bernomor");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("PDF siap dicetak");
    desk.sees("hasil belum dicatat");
    desk.key(Modifiers::NONE, Key::F8);
    desk.sees("Rusak: blangko");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.key(Modifiers::NONE, Key::F9);
    desk.sees("dicatat baik");

    desk.change_to("serah");
    desk.key(Modifiers::CTRL, Key::Num2);
    desk.sees("belum diperiksa");
    desk.key(Modifiers::CTRL, Key::Enter);
    assert!(desk.window.query_by_label("Sudah diterima").is_none());
    let pdf = desk.pdf();
    desk.window.get_by_label("Jalur berkas").focus();
    desk.window.run_steps(2);
    desk.window.event(Event::Text(pdf.display().to_string()));
    desk.key(Modifiers::NONE, Key::Enter);
    desk.settle();
    desk.sees("Segel cocok");
    desk.sees("Cocokkan wajah dan nama");
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("Serahkan kartu kepada");
    desk.key(Modifiers::NONE, Key::Enter);
    desk.settle();
    desk.sees("sudah diserahkan");
    let handed = desk.look(|station| station.cases(&[CaseState::HandedOver], 100).unwrap());
    assert!(handed.iter().any(|case| case.full_name == name));
}

#[test]
fn a_spoiled_card_needs_a_second_officer_with_his_own_password() {
    let mut desk = Counter::at_the_login();
    let example = desk.example.clone();
    desk.look(move |station| approved(station, &example));
    desk.login("cetak");
    desk.awaits("Kunci layar");
    desk.key(Modifiers::CTRL, Key::Num2);
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("PDF siap dicetak");
    desk.key(Modifiers::NONE, Key::F8);
    let spoil = |desk: &mut Counter, second: &str, password: &str| {
        desk.type_over("Alasan", "pita macet");
        desk.type_over("Nama pengguna petugas kedua", second);
        desk.type_password("Kata sandi petugas kedua", password);
        desk.key(Modifiers::NONE, Key::Enter);
        desk.settle();
    };
    spoil(&mut desk, "cetak", "contoh");
    desk.sees("Harus petugas lain");
    spoil(&mut desk, "blangko", "salah");
    desk.sees("kata sandi salah");
    spoil(&mut desk, "blangko", "contoh");
    desk.sees("menunggu blangko lain");
    desk.sees("Cetak kartu");
    let approved = desk.look(|station| station.cases(&[CaseState::Approved], 100).unwrap());
    assert_eq!(approved.len(), 1);
}

#[test]
fn a_returned_application_tells_the_counter_why_and_can_be_submitted_again() {
    let mut desk = Counter::at_the_login();
    let example = desk.example.clone();
    desk.look(move |station| {
        let id = submitted(station, &example);
        station.act_as(Duty::Head).unwrap();
        station.return_case(id, "foto kurang terang").unwrap();
    });
    desk.login("petugas");
    desk.awaits("Kunci layar");
    desk.key(Modifiers::CTRL, Key::Num2);
    desk.sees("foto kurang terang");
    let line = format!("{}, Dikembalikan", desk.example.get(Field::FullName));
    desk.window.get_by_label_contains(&line).click();
    desk.settle();
    desk.sees("Dikembalikan: foto kurang terang");
    desk.key(Modifiers::NONE, Key::F4);
    desk.key(Modifiers::CTRL, Key::Enter);
    desk.sees("diajukan");
}

#[test]
fn failed_logins_wait_and_the_lock_brings_the_officer_back_to_where_he_was() {
    let mut desk = Counter::at_the_login();
    for _ in 0..3 {
        desk.type_over("Nama pengguna", "petugas");
        desk.type_password("Kata sandi", "salah");
        desk.window.key_press(Key::Enter);
        desk.window.run_steps(2);
    }
    desk.sees("Coba lagi dalam");
    desk.login("serah");
    desk.awaits("Kunci layar");
    desk.key(Modifiers::CTRL, Key::Num3);
    desk.sees("Registri");
    desk.key(Modifiers::CTRL, Key::L);
    desk.login("serah");
    desk.awaits("izin tinggal");
    // Nobody touches it: each step of the window is a quarter of a minute.
    for _ in 0..30 {
        desk.window.input_mut().time = Some(desk.window.ctx.input(|input| input.time) + 15.0);
        desk.window.run_steps(1);
    }
    desk.window.input_mut().time = None;
    desk.settle();
    desk.sees("lama tidak dipakai");
}

/// A case the counter has submitted.
pub(super) fn submitted(station: &mut Station, draft: &Draft) -> CaseId {
    let still = Still::decode(include_bytes!("../../../resources/demo/portrait.jpg")).unwrap();
    let portrait = portrait::accept(&still, Crop::centred(&still)).unwrap();
    station.act_as(Duty::Counter).unwrap();
    let (id, _) = station.save_case(None, draft, Some(&portrait)).unwrap();
    station.submit(id, None).unwrap();
    id
}

/// A case the head of office has approved.
fn approved(station: &mut Station, draft: &Draft) {
    let id = submitted(station, draft);
    station.act_as(Duty::Head).unwrap();
    let proof = station.proof(id, None).unwrap();
    station.approve(id, &proof.digest, None).unwrap();
}
