// npm's jsonwebtoken; it has no EdDSA. The type is compared by hand.
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { allChecks, serve, versionOf } from './contestant.mjs'

function keysOf(algorithm, set) {
  if (algorithm === 'HS256') {
    const key = createSecretKey(set.file('HS256.secret'))
    return [key, key]
  }
  return [createPublicKey(set.file(`${algorithm}.public.pem`)), createPrivateKey(set.file(`${algorithm}.private.pem`))]
}

await serve({
  version: versionOf('jsonwebtoken'),
  checks: allChecks,
  open(algorithm, set) {
    if (algorithm === 'EdDSA') return null
    const [publicKey, privateKey] = keysOf(algorithm, set)
    const { issuer, audience, kid } = set.setting
    const demands = { algorithms: [algorithm], issuer, audience, complete: true }
    const options = { algorithm, keyid: kid, header: { typ: set.typ } }
    return {
      verify(token) {
        const { header, payload } = jwt.verify(token, publicKey, demands)
        if (header.typ !== set.typ) throw new Error('wrong type')
        return payload
      },
      issue: (claims) => jwt.sign(set.payload(claims), privateKey, options),
    }
  },
})
