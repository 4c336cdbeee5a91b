//! The desk: egui shell, theme, words, widgets, one file a screen; no I/O, no SQL, no PDF.
