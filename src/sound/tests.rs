//! Tones as waves: how many there are, how high, how loud, and that none clicks.

use super::*;

const RATE_HZ: u32 = 44_100;

/// The parts of a wave between silences of ten milliseconds or more.
fn bursts(wave: &[f32]) -> Vec<&[f32]> {
    let quiet = usize::try_from(RATE_HZ / 100).unwrap();
    let mut bursts = Vec::new();
    let mut from = None;
    let mut silent = 0;
    for (at, sample) in wave.iter().enumerate() {
        if sample.abs() > 1e-6 {
            from.get_or_insert(at);
            silent = 0;
        } else {
            silent += 1;
            if silent >= quiet
                && let Some(start) = from.take()
            {
                bursts.push(&wave[start..=at - silent]);
            }
        }
    }
    bursts
}

/// Half the changes of sign a second.
fn pitch(burst: &[f32]) -> f32 {
    let changes = burst
        .windows(2)
        .filter(|pair| (pair[0] < 0.0) != (pair[1] < 0.0))
        .count();
    let seconds = fraction(u32::try_from(burst.len()).unwrap(), RATE_HZ);
    fraction(u32::try_from(changes).unwrap(), 2) / seconds
}

#[test]
fn each_tone_is_told_from_the_others() {
    let told = Tone::ALL.map(|tone| {
        let wave = tone.samples(RATE_HZ);
        let bursts = bursts(&wave);
        (bursts.len(), pitch(bursts[0]))
    });
    let near = |(times, pitch): (usize, f32), (wanted, height): (usize, f32)| {
        assert_eq!(times, wanted);
        assert!((pitch - height).abs() < 15.0, "{pitch} is not {height}");
    };
    near(told[0], (1, 2_093.0));
    near(told[1], (2, 1_397.0));
    near(told[2], (3, 784.0));
    near(told[3], (1, 784.0));
}

#[test]
fn no_tone_clicks_or_is_cut() {
    for rate in [8_000, 22_050, 44_100, 48_000, 192_000] {
        for tone in Tone::ALL {
            let wave = tone.samples(rate);
            let loudest = wave
                .iter()
                .fold(0.0_f32, |most, sample| most.max(sample.abs()));
            assert!(loudest > 0.5 && loudest <= LOUDNESS, "{tone:?} {loudest}");
            assert!(wave.first().unwrap().abs() < 1e-6 && wave.last().unwrap().abs() < 1e-6);
            assert!(wave.len() < usize::try_from(rate).unwrap() * 2);
        }
    }
}

#[test]
fn a_speaker_takes_tones_and_ends_with_no_device() {
    for speaker in [Speaker::silent(), Speaker::new()] {
        for tone in Tone::ALL {
            speaker.sound(tone);
        }
    }
}
