//! A handheld reader that types: its burst of characters is told from a person's typing, wherever the cursor is.

use eframe::egui::{Event, Key};

/// Characters of a seal's text; shorter bursts count only where nobody is typing.
const SEAL_AT_LEAST: usize = 60;
/// Longest text kept: 40-L holds 4,296 characters.
const MOST: usize = 8 * 1024;
/// A person types slower than this many characters a second.
const READER_A_SECOND: f64 = 30.0;
/// Quiet after which what was typed in a box belongs to nobody's burst, in seconds.
const QUIET_IN_BOX_S: f64 = 0.35;
/// The same where there is no box: nothing else takes characters there, and a slow machine may stutter.
const QUIET_S: f64 = 2.0;
/// Quiet after which a reader that sends no Enter is taken to be done.
const DONE_S: f64 = 0.6;

/// What a reader has typed so far.
#[derive(Default)]
pub struct Wedge {
    text: String,
    began_s: f64,
    last_s: f64,
}

impl Wedge {
    /// Nothing has been typed that could be a burst.
    pub fn is_calm(&self) -> bool {
        self.text.is_empty()
    }

    /// Whatever comes next is the begin of a burst: what stands in the boxes now is a person's.
    pub fn rests(&self, now_s: f64) -> bool {
        let is_short = self.text.len() < SEAL_AT_LEAST;
        self.text.is_empty() || is_short && now_s - self.last_s > QUIET_IN_BOX_S
    }

    /// Characters are coming; the window is to look again soon.
    pub fn is_waiting(&self) -> bool {
        SEAL_AT_LEAST <= self.text.len()
    }

    /// Takes in a frame's events; the text of a finished scan. `boxed`: a box has the cursor and takes the characters too.
    pub fn take(&mut self, events: &[Event], now_s: f64, boxed: bool) -> Option<String> {
        let mut done = self.is_over(now_s, boxed);
        for event in events {
            if let Event::Text(letters) = event {
                self.push(letters, now_s, boxed);
            } else if let (Event::Paste(text), false) = (event, boxed) {
                return self.finish_with(text);
            } else if is_enter(event) {
                done = done.or_else(|| self.finish(now_s, boxed));
                self.text.clear();
            }
        }
        done
    }

    fn push(&mut self, letters: &str, now_s: f64, boxed: bool) {
        let quiet_s = if boxed { QUIET_IN_BOX_S } else { QUIET_S };
        if self.text.is_empty() || now_s - self.last_s > quiet_s {
            self.text.clear();
            self.began_s = now_s;
        }
        if self.text.len() + letters.len() <= MOST {
            self.text.push_str(letters);
        }
        self.last_s = now_s;
    }

    /// A reader without Enter has fallen silent; or a person has.
    fn is_over(&mut self, now_s: f64, boxed: bool) -> Option<String> {
        if self.text.is_empty() || now_s - self.last_s < DONE_S {
            return None;
        }
        if self.is_waiting() {
            return self.finish(now_s, boxed);
        }
        if boxed {
            self.text.clear();
        }
        None
    }

    fn finish(&mut self, now_s: f64, boxed: bool) -> Option<String> {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let took_s = (self.last_s.min(now_s) - self.began_s).max(1.0 / READER_A_SECOND);
        let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let is_reader = SEAL_AT_LEAST <= text.len() && READER_A_SECOND <= f64::from(count) / took_s;
        (!boxed || is_reader).then(|| text.to_owned())
    }

    fn finish_with(&mut self, pasted: &str) -> Option<String> {
        self.text.clear();
        let text = pasted.trim();
        (!text.is_empty() && text.len() <= MOST).then(|| text.to_owned())
    }
}

fn is_enter(event: &Event) -> bool {
    matches!(
        event,
        Event::Key {
            key: Key::Enter,
            pressed: true,
            ..
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Modifiers;

    fn enter() -> Event {
        Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn typed(wedge: &mut Wedge, text: &str, a_second: f64, boxed: bool) -> Option<String> {
        let mut now_s = 100.0;
        for letter in text.chars() {
            let event = Event::Text(letter.to_string());
            if let Some(found) = wedge.take(&[event], now_s, boxed) {
                return Some(found);
            }
            now_s += 1.0 / a_second;
        }
        wedge.take(&[enter()], now_s, boxed)
    }

    #[test]
    fn a_reader_is_heard_wherever_the_cursor_is() {
        let seal = "NCF".repeat(90);
        for boxed in [false, true] {
            let found = typed(&mut Wedge::default(), &seal, 250.0, boxed);
            assert_eq!(found.as_deref(), Some(seal.as_str()), "boxed {boxed}");
        }
    }

    #[test]
    fn a_person_who_types_a_note_is_no_reader() {
        let note = "Bertemu di gerbang; paspor ada di kantor, katanya dibawa besok pagi sekali";
        assert_eq!(typed(&mut Wedge::default(), note, 6.0, true), None);
        assert_eq!(typed(&mut Wedge::default(), note, 2.0, true), None);
    }

    #[test]
    fn a_short_code_counts_where_nobody_types() {
        let found = typed(
            &mut Wedge::default(),
            "https://contoh.example/a",
            200.0,
            false,
        );
        assert_eq!(found.as_deref(), Some("https://contoh.example/a"));
        assert_eq!(typed(&mut Wedge::default(), "12345", 200.0, true), None);
    }

    #[test]
    fn a_reader_without_enter_is_done_when_it_is_silent() {
        let seal = "6BF".repeat(80);
        let mut wedge = Wedge::default();
        assert_eq!(wedge.take(&[Event::Text(seal.clone())], 5.0, false), None);
        assert_eq!(wedge.take(&[], 5.2, false), None);
        assert_eq!(wedge.take(&[], 5.7, false), Some(seal));
        assert!(wedge.is_calm());
    }

    #[test]
    fn what_is_pasted_outside_a_box_is_a_scan() {
        let mut wedge = Wedge::default();
        let paste = Event::Paste(String::from(" NCF123\n"));
        assert_eq!(
            wedge.take(std::slice::from_ref(&paste), 1.0, false),
            Some(String::from("NCF123"))
        );
        assert_eq!(wedge.take(&[paste], 1.0, true), None);
    }
}
