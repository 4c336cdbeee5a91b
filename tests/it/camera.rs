//! The camera room with a folder of stills, and with real devices where there are any.
