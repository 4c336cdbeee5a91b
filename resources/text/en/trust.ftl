# Trust: signing keys, status lists, the trust bundle, and revocation.

error-signer-device = The key's device did not sign
advice-signer-device = Put the key token back and try again; no card was made and no blank was used
