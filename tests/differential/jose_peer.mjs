// npm's `jose`: its side of the protocol (README.md), a command of JSON a line in, an answer of JSON a line out.
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';
import {createRequire} from 'node:module';

// The first argument is the folder that npm installed to.
const packages = createRequire(pathToFileURL(`${process.argv[2]}/package.json`));
const jose = packages('jose');
process.noDeprecation = true;

const octets = (text = '') => new Uint8Array(Buffer.from(text, 'base64url'));
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

const keys = new Map();
// `alg`, `use` and `kid` would be checked before what is to be tested.
async function keyOf({alg, use, kid, ...members}) {
  const name = JSON.stringify([alg, members]);
  if (!keys.has(name)) keys.set(name, await jose.importJWK(members, alg));
  return keys.get(name);
}

const named = ({alg, kid}) => ({alg, ...(kid === undefined ? {} : {kid})});

async function sign(command, signer) {
  const header = {...named(signer.key), ...signer.header};
  if (command.unencoded) Object.assign(header, {b64: false, crit: ['b64']});
  const jws = new jose.FlattenedSign(octets(command.payload)).setProtectedHeader(header);
  if (signer.unprotected) jws.setUnprotectedHeader(signer.unprotected);
  const signed = await jws.sign(await keyOf(signer.key));
  return command.unencoded ? {...signed, payload: Buffer.from(octets(command.payload)).toString()} : signed;
}

async function signGeneral(command) {
  const jws = new jose.GeneralSign(octets(command.payload));
  for (const {key, header, unprotected} of command.signers) {
    const signature = jws.addSignature(await keyOf(key)).setProtectedHeader({...named(key), ...header});
    if (unprotected) signature.setUnprotectedHeader(unprotected);
  }
  return jws.sign();
}

function detached(text, payload) {
  const [protectedHeader, none, signature, ...more] = text.split('.');
  if (none !== '' || more.length) throw new TypeError('not a detached JWS');
  const {b64 = true} = JSON.parse(Buffer.from(protectedHeader, 'base64url'));
  return {protected: protectedHeader, payload: b64 ? base64url(payload) : payload, signature};
}

async function encryptJson(command) {
  const {keys: recipients, enc, header, plaintext, aad} = command;
  if (command.form === 'flattened') {
    const jwe = new jose.FlattenedEncrypt(octets(plaintext))
      .setProtectedHeader({...named(recipients[0]), enc, ...header});
    if (aad) jwe.setAdditionalAuthenticatedData(octets(aad));
    return jwe.encrypt(await keyOf(recipients[0]));
  }
  const jwe = new jose.GeneralEncrypt(octets(plaintext)).setProtectedHeader({enc, ...header});
  if (aad) jwe.setAdditionalAuthenticatedData(octets(aad));
  for (const key of recipients) jwe.addRecipient(await keyOf(key)).setUnprotectedHeader(named(key));
  return jwe.encrypt();
}

const publicHalf = ({kty, crv, x, y, n, e}) => JSON.parse(JSON.stringify({kty, crv, x, y, n, e}));

const answers = {
  async sign_jws(command) {
    if (command.form === 'general') return {jws: JSON.stringify(await signGeneral(command))};
    const signed = await sign(command, command.signers[0]);
    if (command.form === 'flattened') return {jws: JSON.stringify(signed)};
    const payload = command.form === 'detached' ? '' : signed.payload;
    return {jws: `${signed.protected}.${payload}.${signed.signature}`};
  },

  async verify_jws({jws, form, keys: [jwk], algorithms, payload}) {
    const key = await keyOf(jwk);
    const verify = async () => {
      if (form === 'compact') return jose.compactVerify(jws, key, {algorithms});
      if (form === 'detached') return jose.flattenedVerify(detached(jws, octets(payload)), key, {algorithms});
      const parsed = JSON.parse(jws);
      return 'signatures' in parsed ? jose.generalVerify(parsed, key, {algorithms})
                                    : jose.flattenedVerify(parsed, key, {algorithms});
    };
    const verified = await verify();
    return {payload: base64url(verified.payload), header: verified.protectedHeader ?? {}};
  },

  async verify_jwt({jwt, keys: [jwk], algorithms, issuers, audiences, typ, leeway, required_claims: more, subject,
                    max_age: age, now}) {
    const {payload} = await jose.jwtVerify(jwt, await keyOf(jwk), {
      algorithms, issuer: issuers, audience: audiences, typ, clockTolerance: leeway, subject, maxTokenAge: age,
      // RFC 7519 makes `exp` optional; we demand it.
      requiredClaims: ['exp', ...more], currentDate: new Date(now * 1000),
    });
    return {claims: payload};
  },

  async encrypt_jwe(command) {
    const {keys: [jwk], enc, header, plaintext} = command;
    if (command.form !== 'compact') return {jwe: JSON.stringify(await encryptJson(command))};
    const jwe = new jose.CompactEncrypt(octets(plaintext)).setProtectedHeader({...named(jwk), enc, ...header});
    return {jwe: await jwe.encrypt(await keyOf(jwk))};
  },

  async decrypt_jwe({jwe, form, keys: [jwk], algorithms}) {
    const key = await keyOf(jwk);
    const options = {keyManagementAlgorithms: algorithms.filter((name) => !/^A\d+(GCM|CBC-HS\d+)$/.test(name))};
    const parsed = form === 'compact' ? jwe : JSON.parse(jwe);
    const decrypt = form === 'compact' ? jose.compactDecrypt
                  : 'recipients' in parsed ? jose.generalDecrypt : jose.flattenedDecrypt;
    const {plaintext, protectedHeader} = await decrypt(parsed, key, options);
    return {plaintext: base64url(plaintext), header: protectedHeader ?? {}};
  },

  async generate_key({alg, crv}) {
    const {privateKey} = await jose.generateKeyPair(alg, {crv, modulusLength: 2048, extractable: true});
    return {private: await jose.exportJWK(privateKey)};
  },

  async describe_key({key: {alg, use, kid, ...members}}) {
    const key = await jose.importJWK(members, alg);
    const described = {thumbprint: await jose.calculateJwkThumbprint(members), private: await jose.exportJWK(key)};
    if (members.kty === 'oct') return described;
    const publicKey = await jose.importJWK(publicHalf(members), alg);
    return {...described, public: await jose.exportJWK(publicKey), public_pem: await jose.exportSPKI(publicKey),
            private_pem: await jose.exportPKCS8(key)};
  },

  async read_pem({alg, pem}) {
    const key = pem.includes('PRIVATE') ? await jose.importPKCS8(pem, alg) : await jose.importSPKI(pem, alg);
    return {jwk: await jose.exportJWK(key)};
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const command = JSON.parse(line);
  let answer;
  try {
    answer = await answers[command.do](command);
  } catch (error) {
    answer = {error: error.code ?? error.name, detail: error.message};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
