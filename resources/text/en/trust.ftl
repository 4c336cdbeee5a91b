# Trust: signing keys, status lists, the trust bundle, and revocation.

error-signer-device = The key's device did not sign
advice-signer-device = Put the key token back and try again; no card was made and no blank was used
error-trust-clock-behind = This computer's clock is behind the last entry; nothing was changed
advice-trust-clock-behind = Set date and time of the computer right, then try again
error-signer-not-in-bundle = Key { $kid } is not in the newest trust bundle; the card was not sealed
advice-signer-not-in-bundle = Make a new trust bundle, give it to the readers, then print again
error-signer-waits = The next key has been begun already: { $kid }
advice-signer-waits = Give out the newest trust bundle; the key comes into use by itself
error-signers-too-many = At most { $most } keys a year; no new key was made
advice-signers-too-many = Wait until a year has passed; the present key holds on
error-key-not-found = This office has no such key
advice-key-not-found = See this office's keys with loket-cli trust jwks
error-key-revoked = That key is refused from then or earlier already; nothing was changed
advice-key-revoked = To refuse it from earlier on, name an earlier moment
error-key-revoked-later = A key cannot be refused from a time that has not come
advice-key-revoked-later = Name now or a moment that is past

## Status of cards.
error-status-out-of-turn = { $mark ->
    [revoked] This card or permit is revoked already
    [suspended] This card or permit is suspended or revoked already
    [reinstated] This card or permit is not suspended
    [lost] This card is marked lost, or revoked, already
    [found] This card is not marked lost
   *[other] The status of this card cannot be changed so
}; nothing was changed
advice-status-out-of-turn = A revocation cannot be undone; a holder who is entitled needs a new permit and card
error-target-unknown = There is no card and no permit of that number
advice-target-unknown = Type the card's serial or the permit's number as printed
trust-changed = { $mark ->
    [revoked] Revoked: { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }
    [suspended] Suspended: { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }
    [reinstated] Reinstated: { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }
    [lost] Marked lost: { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }
    [found] Found again: { $count ->
        [one] { $count } card
       *[other] { $count } cards
    }
   *[other] Changed: { $count }
}
trust-card = { $serial }: { $status ->
    [valid] valid
    [revoked] revoked
    [suspended] suspended
    [superseded] superseded
   *[other] { $status }
}
trust-changed-next = It holds at the office now; give out a new trust bundle so that readers in the field know

## The trust bundle.
trust-bundle-made = Trust bundle number { $sequence }, current until { $until }
trust-difference-made = Difference of trust bundle { $since } to { $sequence }, current until { $until }
trust-written = Written: { $path } ({ $bytes } bytes)
trust-file = Written: { $path }
trust-taken = Trust bundle number { $sequence } of { $office } taken; current until { $until }
trust-held = Trust bundle number { $sequence } was here already; nothing was changed
trust-not-current = This bundle is out of date: every card will read GENUINE, BUT NOT CERTAIN TO BE VALID
trust-status-as-of = Status as of { $when }
trust-root-written = The office's root certificate; SHA-256: { $pin }
trust-signer-begun = Key { $kid } begun; in use from { $from }
trust-key-revoked = Key { $kid } is refused; cards to be made anew: { $count }
trust-recipient = { $recipient }: bundle { $sequence } of { $when }
trust-recipient-remind = { $recipient }: bundle { $sequence } of { $when }; to be renewed
trust-no-recipients = No bundle has been given to anybody yet
trust-lists-written = Status list: { $uri }
error-bundle-unknown = This office never made a bundle number { $sequence }
advice-bundle-unknown = Name the number of the bundle that reader has, or make a whole bundle
error-recipient-long = A recipient's name has at most { $most } letters
advice-recipient-long = Shorten the name
error-bundle-missing = There is no trust bundle in this folder yet
advice-bundle-missing = Import the office's bundle first: loket-cli trust import
error-bundle-not = This file is no trust bundle; nothing was changed
advice-bundle-not = Choose the bundle file the office made in Surveillance or with loket-cli trust bundle
error-bundle-foreign = This bundle is another office's: its root is not the pinned one
advice-bundle-foreign = Ask the right office for its bundle; do not change the root without comparing its digits with the office
error-bundle-altered = The bundle is not as the office signed it; nothing was changed
advice-bundle-altered = Copy the file from the office again; if it stays so, report it
error-bundle-older = This bundle is older than bundle { $sequence }, which is here already; nothing was changed
advice-bundle-older = Ask the office for the newest bundle
error-bundle-future = This bundle was made after the time on this device
advice-bundle-future = Set the clock of this device, then try again
error-bundle-base = This difference is for who holds bundle { $sequence }, which is not what is here
advice-bundle-base = Ask the office for a whole bundle
error-root-missing = No office root is pinned in this folder yet
advice-root-missing = Give the office's root certificate with --root
error-root-unreadable = The office root cannot be read: a certificate (DER or PEM) or 64 hex digits are wanted
advice-root-unreadable = Ask the office for its root: loket-cli trust root
error-root-pinned = This folder has pinned another root; nothing was changed
advice-root-pinned = Use a new folder for another office
error-seen-wrong = The note of the last bundle in { $name } is damaged
advice-seen-wrong = Make a new folder and import the newest bundle there
trust-no-folder = Name the reader's folder with --into DIR
trust-no-root = Verifying with a bundle needs the office root: --root FILE
trust-bad-date = Unknown date; write for example 2026-12-31

reason-signer-revoked = The office refuses the signer's key since before this seal was made
reason-status-later = The trust bundle was made after the time asked for; the status at that time is not known
reason-status-missing = The signature holds, but the status of this card is not in the trust bundle

act-signer-revoke = Signing key revoked
act-status-find = Card found again
act-status-lose = Card marked lost
act-status-reinstate = Status reinstated
act-status-revoke = Status revoked
act-status-suspend = Status suspended
act-trust-bundle = Trust bundle made
act-trust-lists = Status lists made

## PKCS#11 token: keys that never leave their device.
error-token-module = The token's library cannot be loaded
advice-token-module = Check where the maker's PKCS#11 library lies, a .so or .dll file
error-token-missing = The key token is not plugged in
advice-token-missing = Plug it in, check the label, and try again
error-token-pin = The token refuses the PIN
advice-token-pin = Type the PIN right; after a few wrong ones the token locks itself
error-token-locked = The token has locked its PIN
advice-token-locked = Unlock it with its maker's tool, then register it again
error-token-no-key = The signing key is not on this token
advice-token-no-key = Plug in the token that holds it
error-token-curve = This token makes no keys on P-256
advice-token-curve = Use a token that knows the curve P-256
error-token-extractable = A key on this token can be taken out; it is not used
advice-token-extractable = Use a token that keeps keys which cannot be taken out
error-token-failed = The token failed
advice-token-failed = Unplug it and plug it in again, then try again
error-token-in-use = The earlier token still holds a signing key; nothing was changed
advice-token-in-use = Keep using that token until its keys are over
error-token-none = This office uses no token
advice-token-none = This office's keys lie in its folder; there is no PIN to type
trust-token-none = Keys are kept wrapped in the office's folder; there is no token
trust-token-state = Token { $label }, library { $module }: { $makes ->
    [yes] the next keys are made there
   *[no] makes no more keys
}
trust-token-ready = The token is plugged in and opens
trust-token-ask-pin = PIN of token { $label }:{" "}

act-token-leave = Keys are made on the computer again
act-token-use = Key token put to use
