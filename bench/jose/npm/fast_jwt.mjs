// npm's fast-jwt; with a third argument "cache" it keeps what it verified.
import { createSigner, createVerifier } from 'fast-jwt'
import { allChecks, serve, versionOf } from './contestant.mjs'

const keeps = process.argv[4] === 'cache'

await serve({
  version: versionOf('fast-jwt'),
  checks: allChecks,
  open(algorithm, set) {
    const isSecret = algorithm === 'HS256'
    const { issuer, audience, kid } = set.setting
    const verify = createVerifier({
      key: set.file(isSecret ? 'HS256.secret' : `${algorithm}.public.pem`),
      algorithms: [algorithm],
      allowedIss: issuer,
      allowedAud: audience,
      checkTyp: set.typ,
      // Room for every token, and for longer than the run takes.
      ...(keeps && { cache: 2 * set.claims.length, cacheTTL: 3_600_000 }),
    })
    const sign = createSigner({
      key: set.file(isSecret ? 'HS256.secret' : `${algorithm}.private.pem`),
      algorithm,
      kid,
      header: { typ: set.typ },
    })
    return { verify, issue: (claims) => sign(set.payload(claims)), fillFirst: keeps }
  },
})
