// npm's jose, which works with promises and WebCrypto.
import { SignJWT, jwtVerify, importPKCS8, importSPKI } from 'jose'
import { allChecks, serve, versionOf } from './contestant.mjs'

async function keysOf(algorithm, set) {
  if (algorithm === 'HS256') {
    const usages = ['sign', 'verify']
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', set.file('HS256.secret'), hmac, false, usages)
    return [key, key]
  }
  return [
    await importSPKI(set.file(`${algorithm}.public.pem`).toString(), algorithm),
    await importPKCS8(set.file(`${algorithm}.private.pem`).toString(), algorithm),
  ]
}

await serve({
  version: versionOf('jose'),
  checks: allChecks,
  isAsync: true,
  async open(algorithm, set) {
    const [publicKey, privateKey] = await keysOf(algorithm, set)
    const { issuer, audience, kid } = set.setting
    const options = { algorithms: [algorithm], issuer, audience, typ: set.typ }
    const header = { alg: algorithm, typ: set.typ, kid }
    return {
      verify: async (token) => (await jwtVerify(token, publicKey, options)).payload,
      issue: (claims) => new SignJWT(set.payload(claims)).setProtectedHeader(header).sign(privateKey),
    }
  },
})
