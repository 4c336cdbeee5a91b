#!/bin/sh
# Kills an office at work N times at random moments (default 200, seed 169) and proves after each kill that nothing
# acknowledged is lost, the stock balances, the chain is whole and the start is clean; then the same of a batch of cards, and of
# cards on their way to a printer, onto sheets, to a print shop and back.
set -eu
cd "$(dirname "$0")/.."
KILLS="${1:-200}" KILL_SEED="${2:-169}" \
    cargo test --locked --test it -- --exact kill::nothing_acknowledged_is_lost kill_run::no_card_of_a_killed_batch_is_without_its_fate \
    kill_press::no_card_is_lost_or_doubled_by_a_kill_at_printer_sheet_or_shop --nocapture
