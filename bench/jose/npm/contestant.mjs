// The protocol of bench/jose for the libraries of npm. A library is an object with `version`, `checks`, and
// `open(algorithm, set)`, which gives null or `verify(token)` -> claims or throws, and `issue(claims)` -> token; both may be async.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

export const allChecks = 'signature payload none expired not_yet_valid issuer audience type'

export function versionOf(name) {
  // Not every package exports its package.json.
  const require = createRequire(import.meta.url)
  const [folder] = require.resolve.paths(name)
  return `${JSON.parse(readFileSync(`${folder}/${name}/package.json`)).version}, node ${process.versions.node}`
}

class TokenSet {
  constructor(folder, kind) {
    this.folder = folder
    this.kind = kind
    this.typ = kind === 'access' ? 'at+jwt' : 'JWT'
    this.setting = Object.fromEntries(this.lines(`${kind}.setting`).map((line) => line.split(/=(.*)/s).slice(0, 2)))
    this.claims = this.lines('claims').map((line) => this.claimsOf(...line.split('\t')))
  }

  file(name) {
    return readFileSync(`${this.folder}/${name}`)
  }

  lines(name) {
    return this.file(name).toString().trimEnd().split('\n')
  }

  claimsOf(sub, jti, sid, tenant) {
    return { sub, jti, sid, tenant }
  }

  // A new object each time, as a server would make it.
  payload({ sub, jti, sid, tenant }) {
    const { issuer: iss, audience: aud, client_id, scope } = this.setting
    const [exp, nbf, iat] = this.times
    return { iss, sub, aud, exp, nbf, iat, jti, client_id, scope, sid, tenant }
  }

  get times() {
    return (this.parsedTimes ??= ['exp', 'nbf', 'iat'].map((name) => Number(this.setting[name])))
  }
}

class Stage {
  position = 0

  constructor(library, algorithm, set) {
    Object.assign(this, { library, algorithm, set, tokens: set.lines(`${algorithm}.${set.kind}`) })
  }

  async verify(index) {
    const { sub, tenant } = await this.library.verify(this.tokens[index])
    const expected = this.set.claims[index]
    if (sub.length + tenant.length !== expected.sub.length + expected.tenant.length) throw new Error('misread claim')
  }

  // A library that answers at once is not made to wait for promises.
  verifyNow(index) {
    const { sub, tenant } = this.library.verify(this.tokens[index])
    const expected = this.set.claims[index]
    if (sub.length + tenant.length !== expected.sub.length + expected.tenant.length) throw new Error('misread claim')
  }

  issueNow(index) {
    return this.library.issue(this.set.claims[index])
  }

  async prepare() {
    if (this.prepared || !this.library.fillFirst) return
    for (const token of this.tokens) this.library.verify(token)
    this.prepared = true
  }

  async run(operation, isAsync, milliseconds) {
    const total = this.tokens.length
    const length = BigInt(milliseconds) * 1_000_000n
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    let count = 0
    let now
    do {
      for (let i = 0; i < 16; ++i) {
        if (isAsync) await operation(this.position)
        else operation(this.position)
        this.position = (this.position + 1) % total
      }
      count += 16
      now = process.hrtime.bigint()
    } while (now - start < length)
    const { user, system } = process.cpuUsage(cpu)
    return `${count} ${(user + system) / 1e6} ${Number(now - start) / 1e9}`
  }

  async judge() {
    const verdicts = []
    for (const line of this.set.lines(`${this.algorithm}.${this.set.kind}.judged`)) {
      const [kind, token] = line.split(' ')
      try {
        await this.library.verify(token)
        verdicts.push(`${kind}=accepted`)
      } catch {
        verdicts.push(`${kind}=refused`)
      }
    }
    return verdicts.join(' ')
  }
}

async function stageOf(library, algorithm, set) {
  const opened = await library.open(algorithm, set)
  return opened && new Stage(opened, algorithm, set)
}

export async function serve(library) {
  const set = new TokenSet(process.argv[2], process.argv[3])
  const stages = new Map()
  async function answer(command, algorithm, milliseconds) {
    if (command === 'about') return library.version
    if (command === 'checks') return library.checks
    if (!stages.has(algorithm)) stages.set(algorithm, await stageOf(library, algorithm, set))
    const stage = stages.get(algorithm)
    if (!stage) return 'unsupported'
    const isAsync = library.isAsync ?? false
    if (command === 'judge') return stage.judge()
    if (command === 'sample') return stage.issueNow(0)
    if (command === 'verify') {
      await stage.prepare()
      return stage.run((i) => (isAsync ? stage.verify(i) : stage.verifyNow(i)), isAsync, milliseconds)
    }
    if (command === 'issue') return stage.run((i) => stage.issueNow(i), isAsync, milliseconds)
    return 'unsupported'
  }
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(await answer(...line.split(' ')))
  }
}
