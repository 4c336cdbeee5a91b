// Judges cards with @auth0/cose and @owf/token-status-list; prints one word a card as JSON. See stranger.sh.

import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { webcrypto } from 'node:crypto'
import { Sign1 } from '@auth0/cose'
import { decode } from 'cbor-x'

const { texts, now, jwks, lists } = JSON.parse(readFileSync(process.argv[2]))
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

// RFC 9285.
function base45(text) {
  const bytes = []
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter))
    const value = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0)
    bytes.push(...(digits.length === 3 ? [value >> 8, value & 255] : [value]))
  }
  return Buffer.from(bytes)
}

const keys = new Map()
for (const { kid, x5c, ...jwk } of jwks.keys) {
  const key = await webcrypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
  keys.set(Buffer.from(kid, 'base64url').toString('hex'), key)
}

async function verified(bytes) {
  const message = Sign1.decode(Uint8Array.from(bytes))
  const kid = Buffer.from(message.protectedHeaders.get(4)).toString('hex')
  await message.verify(keys.get(kid))
  return message
}

const tokens = []
for (const { uri, file } of lists) tokens.push({ uri, payload: (await verified(readFileSync(file))).payload })
const payloads = []
for (const text of texts) payloads.push((await verified(inflateSync(base45(text)))).payload)

// Both libraries claim CBOR's tag 18 in the decoder they share, so the second comes when the first is done.
const { StatusList } = await import('@owf/token-status-list')
const get = (map, key) => (map instanceof Map ? map.get(key) : map[key])
// Its reader of whole tokens asks for the optional aggregation_uri, so it is given the list itself.
const statuses = new Map()
for (const { uri, payload } of tokens) {
  const claims = decode(payload)
  if (get(claims, 2) !== uri) throw new Error(`the list of ${uri} is that of ${get(claims, 2)}`)
  const { bits, lst } = get(claims, 65533)
  statuses.set(uri, StatusList.decompressStatusListFromBytes(lst, bits))
}

const words = []
for (const payload of payloads) {
  const claims = decode(payload)
  const { idx, uri } = get(claims, 65535).status_list
  const status = statuses.get(uri).getStatus(Number(idx))
  const expired = Number(get(claims, 4)) < now
  words.push(
    status === 1 ? 'REVOKED' : status === 3 ? 'SUPERSEDED' : expired ? 'EXPIRED' : status === 2 ? 'SUSPENDED' : 'VALID',
  )
}
console.log(JSON.stringify(words))
