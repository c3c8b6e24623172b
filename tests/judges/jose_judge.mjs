// One question to npm's jose, as JSON on standard input; the answer as JSON on standard output.
//   {"do": "verify", "token", "jwks" | "jwks_url", "issuer", "audience", "typ"?, "algorithms"} -> {"claims", "header"} | {"error"}
//   {"do": "sign", "alg", "claims"} -> {"token", "jwks"}
import {createLocalJWKSet, createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT} from 'jose';

async function verify({token, jwks, jwks_url: url, issuer, audience, typ, algorithms}) {
  const keys = url ? createRemoteJWKSet(new URL(url)) : createLocalJWKSet(jwks);
  try {
    const {payload, protectedHeader} = await jwtVerify(token, keys, {issuer, audience, typ, algorithms});
    return {claims: payload, header: protectedHeader};
  } catch (error) {
    return {error: error.code ?? String(error)};
  }
}

async function sign({alg, claims}) {
  const {publicKey, privateKey} = await generateKeyPair(alg, {extractable: true});
  const jwk = {...await exportJWK(publicKey), kid: 'jose-1', alg, use: 'sig'};
  const token = await new SignJWT(claims).setProtectedHeader({alg, kid: 'jose-1', typ: 'JWT'}).sign(privateKey);
  return {token, jwks: {keys: [jwk]}};
}

let text = '';
for await (const chunk of process.stdin) text += chunk;
const question = JSON.parse(text);
const answer = question.do === 'sign' ? await sign(question) : await verify(question);
process.stdout.write(JSON.stringify(answer));
